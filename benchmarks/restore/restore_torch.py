#!/usr/bin/python3
"""The network of a Hourglass model folder in PyTorch: built from model.json, with the weights of weights.safetensors; times it.

Prints one JSON object: megapixels a second, and a CPU-second, of the network alone on pictures of one size, best of some rounds.
"""
import argparse
import json
import os
import struct
import time

import numpy
import torch
import torch.nn.functional as F


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        values = file.read()
    tensors = {}
    for name, about in header.items():
        if name != "__metadata__":
            begin, end = about["data_offsets"]
            tensors[name] = torch.from_numpy(numpy.frombuffer(values[begin:end], "<f4").reshape(about["shape"]).copy())
    return tensors


def fold(x, block):
    n, c, h, w = x.shape
    return x.reshape(n, c, h // block, block, w // block, block).permute(0, 3, 5, 1, 2, 4).reshape(n, block * block * c, h // block, w // block)


def unfold(x, block):
    n, c, h, w = x.shape
    c //= block * block
    return x.reshape(n, block, block, c, h, w).permute(0, 3, 4, 1, 5, 2).reshape(n, c, h * block, w * block)


class Network:
    """One function per layer of the architecture, as the record says."""

    def __init__(self, folder):
        with open(os.path.join(folder, "model.json")) as file:
            self.layers = json.load(file)["architecture"]["encoder"]
        self.weights = read_safetensors(os.path.join(folder, "weights.safetensors"))
        self.taken = {layer["with"] for layer in self.layers if "with" in layer}

    def __call__(self, x):
        kept = {"input": x}
        for layer in self.layers:
            x = self.apply(layer, x, kept)
            if layer["name"] in self.taken:
                kept[layer["name"]] = x
        return x

    def apply(self, layer, x, kept):
        kind, name = layer["type"], layer["name"]
        weight, bias = (self.weights.get(f"encoder.{name}.{part}") for part in ("weight", "bias"))
        if kind == "conv":
            return F.conv2d(x, weight, bias, stride=layer["stride"], padding=layer["padding"])
        if kind == "conv-transpose":
            return F.conv_transpose2d(x, weight, bias, stride=layer["stride"], padding=layer["padding"])
        if kind == "activation":
            return {"relu": F.relu, "leaky-relu": lambda v: F.leaky_relu(v, layer["slope"]), "sigmoid": torch.sigmoid, "tanh": torch.tanh}[
                layer["function"]](x)
        if kind == "add":
            return x + kept[layer["with"]]
        if kind == "concat":
            return torch.cat([x, kept[layer["with"]]], 1)
        if kind == "space-to-depth":
            return fold(x, layer["block"])
        if kind == "depth-to-space":
            return unfold(x, layer["block"])
        raise SystemExit(f"a layer of the kind {kind} is not known here")


def blas():
    with open("/proc/self/maps") as maps:
        return sorted({os.path.basename(line.split()[-1]) for line in maps if "blas" in line.lower()})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--width", type=int, required=True)
    parser.add_argument("--height", type=int, required=True)
    parser.add_argument("--tile", type=int, default=0, help="pass pieces of this side, without any border; 0 for whole pictures")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--golden", action="store_true", help="print the largest difference from golden.safetensors instead")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    network = Network(options.model)
    with torch.no_grad():
        if options.golden:
            golden = read_safetensors(os.path.join(options.model, "golden.safetensors"))
            print(json.dumps({"difference": float((network(golden["samples"]) - golden["outputs"]).abs().max())}))
            return
        height, width = (options.tile, options.tile) if options.tile else (options.height, options.width)
        channels = network.weights[f"encoder.{network.layers[0]['name']}.weight"].shape[1]
        x = torch.rand(1, channels, height // 8 * 8, width // 8 * 8)
        network(x)
        rounds = []
        for _ in range(options.rounds):
            wall, cpu, count = time.perf_counter(), time.process_time(), 0
            while count == 0 or time.perf_counter() - wall < options.seconds / options.rounds:
                network(x)
                count += 1
            pixels = count * x.shape[2] * x.shape[3] / 1e6
            rounds.append((pixels / (time.perf_counter() - wall), pixels / (time.process_time() - cpu)))
    print(json.dumps({"wall": max(r[0] for r in rounds), "cpu": max(r[1] for r in rounds), "torch": torch.__version__, "blas": blas()}))


if __name__ == "__main__":
    main()
