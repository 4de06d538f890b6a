export { readNpy } from "../../../bench/mlperf_tiny/npy.ts";
