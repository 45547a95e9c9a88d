#!/usr/bin/python3
"""The PyImageSearch convolutional autoencoder on MNIST in PyTorch, as a yardstick.

Filters 32 and 64, 3x3 stride 2, leaky ReLU 0.2, batch norm, a dense code of 16, mirrored with transposed
convolutions, sigmoid; MSE, Adam 1e-3, batch 32. Prints one JSON object: seconds and CPU seconds of the training
loop alone, images per second, the test error after each epoch (not counted in the times), and the BLAS in use.
Ends with an error where that is not OpenBLAS, or where OpenBLAS computes wrong products on this processor.
"""
import argparse
import ctypes
import gzip
import json
import os
import re
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


def images(path):
    with gzip.open(path) as file:
        values = np.frombuffer(file.read(), np.uint8, offset=16)
    return torch.from_numpy(values.copy()).reshape(-1, 1, 28, 28).float() / 255


def blas():
    """The OpenBLAS that PyTorch really calls: its file and the kernels it chose, after a product that proves them."""
    torch.manual_seed(0)
    left, right = torch.randn(512, 300), torch.randn(300, 257)
    error = ((left @ right).double() - (left.double()[:, :, None] * right.double()[None]).sum(1)).abs().max().item()
    with open("/proc/self/maps", encoding="utf-8") as maps:
        loaded = {line.split()[-1] for line in maps if re.match(r"lib(open)?blas", os.path.basename(line.split()[-1]))}
    opened = [path for path in loaded if "libopenblas" in path]
    if not opened or any("openblas" not in path for path in loaded):
        sys.exit(f"PyTorch does not run on OpenBLAS here but on {' '.join(sorted(loaded)) or 'nothing of that kind'}; start this by run.py.")
    if not error < 1e-3:
        sys.exit(f"OpenBLAS computes wrong products on this processor (off by {error:g}); set OPENBLAS_CORETYPE to an older one, such as Haswell.")
    library = ctypes.CDLL(opened[0])
    library.openblas_get_corename.restype = ctypes.c_char_p
    return f"{os.path.basename(opened[0])} with {library.openblas_get_corename().decode()} kernels"


def network():
    def block(layer, channels):
        return [layer, nn.LeakyReLU(0.2), nn.BatchNorm2d(channels)]

    return nn.Sequential(
        *block(nn.Conv2d(1, 32, 3, 2, 1), 32),
        *block(nn.Conv2d(32, 64, 3, 2, 1), 64),
        nn.Flatten(),
        nn.Linear(3136, 16),
        nn.Linear(16, 3136),
        nn.Unflatten(1, (64, 7, 7)),
        *block(nn.ConvTranspose2d(64, 64, 3, 2, 1, 1), 64),
        *block(nn.ConvTranspose2d(64, 32, 3, 2, 1, 1), 32),
        nn.ConvTranspose2d(32, 1, 3, 1, 1),
        nn.Sigmoid(),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=25)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--limit", type=int, default=60000, help="training images per epoch")
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    library = blas()
    torch.manual_seed(options.seed)
    folder = os.path.join(os.environ["HOURGLASS_DATA"], "mnist")
    train = images(os.path.join(folder, "train-images-idx3-ubyte.gz"))[: options.limit]
    test = images(os.path.join(folder, "t10k-images-idx3-ubyte.gz"))
    model = network()
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    wall = cpu = 0.0
    errors = []
    for _ in range(options.epochs):
        model.train()
        started, used = time.perf_counter(), time.process_time()
        for indices in torch.randperm(len(train)).split(options.batch):
            batch = train[indices]
            loss = F.mse_loss(model(batch), batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
        wall += time.perf_counter() - started
        cpu += time.process_time() - used
        model.eval()
        with torch.no_grad():
            errors.append(float(np.mean([F.mse_loss(model(part), part).item() for part in test.split(1000)])))
    count = len(train) * options.epochs
    print(json.dumps({
        "seconds": round(wall, 3), "cpuSeconds": round(cpu, 3), "samplesPerSecond": round(count / wall, 1),
        "samplesPerCpuSecond": round(count / cpu, 1), "testMse": [round(error, 6) for error in errors],
        "torch": torch.__version__, "blas": library,
    }))


if __name__ == "__main__":
    main()
