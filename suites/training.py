"""What the training scripts of the suites share: layers, the loop, the export, the measurement."""

import math
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import onnx
import onnxruntime
import torch
from torch import Tensor, nn
from torch.nn import functional as F

SEED = 20_240
OPSET = 17


@dataclass(frozen=True)
class Samples:
    x: Tensor  # float32 [count, channels, height, width]
    y: Tensor  # int64 [count]


@dataclass(frozen=True)
class Data:
    training: Samples
    validation: Samples  # chooses the epoch that is kept
    evaluation: Samples  # only measures the exported file


@dataclass(frozen=True)
class Recipe:
    build: Callable[[], nn.Module]
    augment: Callable[[Tensor], Tensor]
    epochs: int
    rate: float  # peak learning rate
    batch: int = 64


# --- layers ---------------------------------------------------------------------


class ConvBn(nn.Module):
    def __init__(
        self, cin: int, cout: int, kernel: int, act: nn.Module, stride: int = 1, groups: int = 1
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(cin, cout, kernel, stride, kernel // 2, groups=groups, bias=False)
        self.bn = nn.BatchNorm2d(cout)
        self.act = act

    def forward(self, x: Tensor) -> Tensor:
        return self.act(self.bn(self.conv(x)))


def chain(**layers: nn.Module) -> nn.Sequential:
    """A Sequential whose layer names become the node names of the exported graph."""
    return nn.Sequential(OrderedDict(layers))


def count_macs(model: nn.Module, shape: Sequence[int]) -> int:
    """Multiply-accumulates of the convolutions and dense layers for one sample of that shape."""
    total = 0

    def hook(layer: nn.Module, _: tuple[Tensor, ...], output: Tensor) -> None:
        nonlocal total
        total += output.numel() * layer.get_parameter("weight")[0].numel()

    layers = [m for m in model.modules() if isinstance(m, nn.Conv2d | nn.Linear)]
    handles = [layer.register_forward_hook(hook) for layer in layers]
    with torch.no_grad():
        model(torch.zeros(1, *shape))
    for handle in handles:
        handle.remove()
    return total


# --- training, export, measurement ------------------------------------------------


@torch.no_grad()
def evaluate(model: nn.Module, samples: Samples) -> tuple[float, float]:
    """Accuracy and mean cross entropy."""
    model.eval()
    logits = torch.cat([model(part) for part in samples.x.split(500)])
    accuracy = (logits.argmax(1) == samples.y).double().mean().item()
    return accuracy, F.cross_entropy(logits, samples.y).item()


def train(data: Data, recipe: Recipe) -> nn.Module:
    """AdamW on one cosine cycle; returns the epoch with the lowest validation loss."""
    torch.manual_seed(SEED)
    model = recipe.build()
    x, y = data.training.x, data.training.y
    steps = math.ceil(len(x) / recipe.batch)
    optimizer = torch.optim.AdamW(model.parameters(), weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, recipe.rate, epochs=recipe.epochs, steps_per_epoch=steps
    )
    best_loss, best_state = math.inf, model.state_dict()
    for epoch in range(recipe.epochs):
        model.train()
        for batch in torch.randperm(len(x)).split(recipe.batch):
            optimizer.zero_grad()
            F.cross_entropy(model(recipe.augment(x[batch])), y[batch]).backward()
            optimizer.step()
            schedule.step()
        accuracy, loss = evaluate(model, data.validation)
        print(f"  epoch {epoch + 1:2d}  validation {accuracy:.4f}  loss {loss:.4f}", flush=True)
        if loss < best_loss:
            best_loss = loss
            best_state = {name: value.clone() for name, value in model.state_dict().items()}
    model.load_state_dict(best_state)
    return model.eval()


def export(model: nn.Module, shape: Sequence[int], path: Path) -> None:
    """Write one self-contained file that keeps its BatchNormalization nodes."""
    torch.onnx.export(
        model,
        (torch.zeros(1, *shape),),
        path,
        dynamo=False,
        opset_version=OPSET,
        training=torch.onnx.TrainingMode.PRESERVE,
        do_constant_folding=False,
        input_names=["input"],
        output_names=["logits"],
        dynamic_axes={"input": {0: "batch"}, "logits": {0: "batch"}},
    )
    proto = onnx.load(path)
    graph = proto.graph
    # The exporter writes the bounds of Clip as Constant nodes, and an initializer equal to
    # another one as its Identity. Both become plain initializers.
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    for node in list(graph.node):
        if node.op_type == "Constant":
            tensor = node.attribute[0].t
        elif node.op_type == "Identity" and node.input[0] in tensors:
            tensor = tensors[node.input[0]]
        else:
            continue
        graph.initializer.add().CopyFrom(tensor)
        graph.initializer[-1].name = node.output[0]
        graph.node.remove(node)
    values = (*graph.input, *graph.output, *graph.value_info, *graph.initializer)
    for part in (proto, graph, *graph.node, *values):
        part.ClearField("doc_string")
        part.ClearField("metadata_props")
    onnx.checker.check_model(proto, full_check=True)
    onnx.save(proto, path)


def wilson(correct: int, count: int) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927)."""
    z = 1.959963984540054
    share, z2 = correct / count, z * z / count
    middle = share + z2 / 2
    half = z * math.sqrt((share * (1 - share) + z2 / 4) / count)
    return (middle - half) / (1 + z2), (middle + half) / (1 + z2)


def measure(path: Path, samples: Samples) -> str:
    """The accuracy of a file in ONNX Runtime: counts, share, 95 % interval."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    logits = torch.from_numpy(session.run(["logits"], {"input": samples.x.numpy()})[0])
    correct, count = int((logits.argmax(1) == samples.y).sum()), len(samples.y)
    low, high = wilson(correct, count)
    return f"{correct:,} of {count:,}, {correct / count:.2%} ({low:.2%} to {high:.2%})"


def train_and_export(name: str, recipe: Recipe, data: Data, folder: Path) -> None:
    """Train a model, write it to NAME.onnx in the folder, print what the file scores."""
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    print(name)
    model = train(data, recipe)
    shape = data.training.x.shape[1:]
    parameters = sum(p.numel() for p in model.parameters())
    print(f"{name}: {count_macs(model, shape):,} MACs, {parameters:,} parameters")

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.onnx"
    export(model, shape, path)
    accuracy, _ = evaluate(model, data.evaluation)
    print(f"{name}: evaluation {accuracy:.4f}, exported file {measure(path, data.evaluation)}")
