"""Seconds of a training step and of encoding a batch of 40 in PyTorch, on the processor's cores: JSON on one line.

    python3 bench/pytorch.py ARCHITECTURE THREADS RUNS

Of several runs the shortest counts, with the default and with the channels-last order in memory.
"""
import json
import sys
import time

import torch
from torch import nn

SIDE, BATCH = 128, 40


def half(channels):
    return [
        nn.Conv2d(channels, 64, 3, padding='same'), nn.ReLU(),
        nn.Conv2d(64, 20, 2, padding='same'), nn.ReLU(),
        nn.MaxPool2d(2),
    ]  # fmt: skip


def twice():
    return [
        nn.Conv2d(20, 20, 2, padding='same'), nn.ReLU(),
        nn.Conv2d(20, 64, 3, padding='same'), nn.ReLU(),
        nn.Upsample(scale_factor=2),
    ]  # fmt: skip


def between():
    return [nn.Conv2d(64, 20, 2, padding='same'), nn.ReLU(), *twice()[2:]]


def network(blocks):
    encoder = [layer for block in range(blocks) for layer in half(1 if block == 0 else 20)]
    decoder = [layer for block in range(blocks) for layer in (twice() if block == 0 else between())]
    return nn.Sequential(*encoder), nn.Sequential(*decoder, nn.Conv2d(64, 1, 3, padding='same'), nn.Sigmoid())


def shortest(runs, work):
    least = float('inf')
    for _ in range(runs):
        started = time.perf_counter()
        work()
        least = min(least, time.perf_counter() - started)
    return least


def measure(blocks, runs, memory_format):
    encoder, decoder = network(blocks)
    model = nn.Sequential(encoder, decoder).to(memory_format=memory_format)
    optimizer = torch.optim.RMSprop(model.parameters(), lr=1e-3, alpha=0.9, eps=1e-7)
    pictures = torch.rand(BATCH, 1, SIDE, SIDE).to(memory_format=memory_format)

    def step():
        optimizer.zero_grad()
        nn.functional.mse_loss(model(pictures), pictures).backward()
        optimizer.step()

    def encode():
        with torch.no_grad():
            encoder(pictures)

    step()
    return shortest(runs, step), shortest(runs, encode)


architecture, threads, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
torch.manual_seed(0)
torch.set_num_threads(threads)
blocks = {'manojlovic2020': 1, 'compact': 3}[architecture]
formats = [measure(blocks, runs, each) for each in (torch.contiguous_format, torch.channels_last)]
print(json.dumps({
    'version': torch.__version__,
    'step': formats[0][0],
    'stepChannelsLast': formats[1][0],
    'encode': min(encode for _, encode in formats),
}))  # fmt: skip
