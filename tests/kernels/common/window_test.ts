import { assertEquals } from "@std/assert";
import { tapEnd, tapStart } from "../../../src/kernels/common/window.ts";

Deno.test("tapStart() and tapEnd() bound exactly the taps inside the input", () => {
  for (let size = 1; size <= 5; size++) {
    for (let taps = 1; taps <= 4; taps++) {
      for (let dilation = 1; dilation <= 3; dilation++) {
        for (let origin = -9; origin <= 6; origin++) {
          const inside = Array.from({ length: taps }, (_, tap) => tap).filter((tap) => {
            const at = origin + tap * dilation;
            return at >= 0 && at < size;
          });
          const start = tapStart(origin, dilation);
          const end = tapEnd(origin, dilation, { taps, size });
          const found = Array.from({ length: Math.max(end - start, 0) }, (_, i) => start + i);
          assertEquals(
            found,
            inside,
            `${taps} taps of dilation ${dilation} at ${origin} of ${size}`,
          );
        }
      }
    }
  }
});
