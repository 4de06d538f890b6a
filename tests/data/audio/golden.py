"""Write golden.json: the features of seeded clips as TensorFlow and librosa make them.

    python golden.py > golden.json        needs numpy, scipy, tensorflow, librosa

The clip is sines at 16 kHz, and noise from a 32-bit linear congruential generator, rounded to int16;
the test makes it again and a checksum says that it is the same. Kept are the values of a few frames,
and the sum of all. librosa is asked for reflected ends: librosa 0.6, which MLPerf Tiny pins, makes them.
"""

import json

import librosa
import numpy as np
import tensorflow as tf

SEED = 7
RATE = 16000
MFCC = {
    "mlperf-tiny": {"clip": 16000, "frame": 480, "step": 320, "mel": 40, "low": 20, "high": 4000, "keep": 10},
    "odd frame, all bands": {"clip": 4000, "frame": 401, "step": 160, "mel": 26, "low": 0, "high": 8000, "keep": 26},
}
LOG_MEL = {
    "mlperf-tiny": {"clip": 176000, "fft": 1024, "step": 512, "mel": 128, "first": 50, "frames": 200},
    "reflected ends": {"clip": 5000, "fft": 512, "step": 250, "mel": 40, "first": 0, "frames": 21},
}


def clip(length: int) -> np.ndarray:
    """int16 samples of so many steps."""
    state, noise = SEED, np.empty(length)
    for index in range(length):
        state = (state * 1664525 + 1013904223) % 2**32
        noise[index] = state / 2**32 - 0.5
    time = np.arange(length) / RATE
    tones = sum(a * np.sin(2 * np.pi * f * time) for f, a in [(220, 0.3), (1330, 0.2), (3700, 0.1)])
    swell = 0.25 + 0.75 * np.abs(np.sin(2 * np.pi * 1.7 * time))
    return np.floor(32768 * 0.8 * (tones * swell + 0.2 * noise) + 0.5).astype(np.int16)


def mfcc(samples: np.ndarray, s: dict[str, float]) -> np.ndarray:
    """The evaluation path of keyword_spotting/get_dataset.py."""
    x = tf.cast(samples, tf.float32)
    x = x / tf.reduce_max(x)
    stft = tf.signal.stft(x, s["frame"], s["step"], window_fn=tf.signal.hann_window)
    weights = tf.signal.linear_to_mel_weight_matrix(s["mel"], stft.shape[-1], RATE, s["low"], s["high"])
    logs = tf.math.log(tf.tensordot(tf.abs(stft), weights, 1) + 1e-6)
    return tf.signal.mfccs_from_log_mel_spectrograms(logs)[..., : s["keep"]].numpy()


def log_mel(samples: np.ndarray, s: dict[str, int]) -> np.ndarray:
    """anomaly_detection/common.py, frame by frame."""
    mel = librosa.feature.melspectrogram(
        y=(samples / 32768).astype(np.float32), sr=RATE, n_fft=s["fft"], hop_length=s["step"],
        n_mels=s["mel"], power=2.0, pad_mode="reflect",
    )
    decibels = 20 / 2.0 * np.log10(mel + np.finfo(float).eps)
    return decibels[:, s["first"] : s["first"] + s["frames"]].T


def case(name: str, settings: dict[str, float], values: np.ndarray, samples: np.ndarray) -> dict:
    frames = sorted({0, 1, len(values) // 2, len(values) - 2, len(values) - 1})
    return {
        "name": name,
        **settings,
        "checksum": int(np.sum(samples.astype(np.int64) * (np.arange(len(samples)) % 1009))),
        "shape": list(values.shape),
        "sum": float(f"{values.astype(np.float64).sum():.9g}"),
        "values": {str(f): " ".join(f"{v:.8g}" for v in values[f]) for f in frames},
    }


def main() -> None:
    cases = {
        "mfcc": [case(n, s, mfcc(clip(s["clip"]), s), clip(s["clip"])) for n, s in MFCC.items()],
        "logMel": [case(n, s, log_mel(clip(s["clip"]), s), clip(s["clip"])) for n, s in LOG_MEL.items()],
    }
    print(json.dumps({"seed": SEED, "rate": RATE, **cases}, indent=2))


if __name__ == "__main__":
    main()
