"""The gradient of one PSLD step at z_t, at full size: by PyTorch's autograd, and by the graphs that psld makes.

    python export/stable_diffusion/make.py -o DIR
    for net in encoder:x:mean,logvar decoder:z:x unet:z:prediction; do (IFS=:; set -- $net
        ./psld differentiate DIR/$1.onnx --wrt $2 --of $3 -o DIR/pairs); done
    python export/stable_diffusion/gradient.py torch DIR      # the baseline first, then the graphs, each in a process of its own
    python export/stable_diffusion/gradient.py onnx DIR       # prints both tables, and how far the gradients are apart

L = ½‖M(x − y)‖² + ½‖z0 − s·E(M y + (1 − M) x)‖² with z0 = (z_t − √(1−ā)·U(z_t))/√ā and x = D(z0/s): the step's data term and
gluing term with a mask M (algorithms A), both squared. Each net is loaded, run, pulled back and freed before the next one,
here and there; so the figures are those of one net at a time. Processor seconds, not wall time: other work on the machine
counts for neither.
"""

import argparse
import gc
import pathlib
import threading
import time

import numpy as np

ALPHA_BAR, TIMESTEP, SCALE, SEED = 0.4, 400, 0.18215, 21


def resident():
    """Anonymous memory and all memory of this process, GB."""
    fields = dict(line.split(":") for line in open("/proc/self/status") if line.startswith("Rss"))
    anonymous, file = (int(fields[name].split()[0]) / 1e6 for name in ("RssAnon", "RssFile"))
    return anonymous, anonymous + file


class Peak:
    """Seconds of processor and the most memory within a block."""

    def __enter__(self):
        self.most, self.running = (0, 0), True
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()
        self.began = time.process_time()
        return self

    def watch(self):
        while self.running:
            self.most = tuple(map(max, self.most, resident()))
            time.sleep(0.02)

    def __exit__(self, *_):
        self.seconds = time.process_time() - self.began
        self.running = False
        self.thread.join()

    def line(self, what):
        return f"{what:8} {self.seconds:6.1f} s {self.most[0]:6.2f} GB anonymous {self.most[1]:6.2f} GB with mapped files"


class TorchNet:
    checkpointed = False

    def __init__(self, name, _):
        import make
        self.net, self.name = make.net(name), name
        if self.checkpointed:
            for module in self.net.modules():
                if hasattr(module, "resnets"):
                    self.recompute(module)

    @staticmethod
    def recompute(block):
        """Keeps of each block only what goes in; the rest is made again, by the same operations, when its gradient is taken."""
        from torch.utils.checkpoint import checkpoint
        forward = block.forward
        block.forward = lambda *given, **named: checkpoint(forward, *given, use_reentrant=False, **named)

    def run(self, feeds):
        import torch
        self.inputs = {k: torch.from_numpy(v) for k, v in feeds.items()}
        self.wrt = next(iter(self.inputs.values())).requires_grad_()
        made = self.net(*self.inputs.values())
        self.made = made if isinstance(made, tuple) else (made,)
        return self.made[0].detach().numpy()

    def pull(self, cotangent):
        import torch
        return torch.autograd.grad(self.made[0], self.wrt, torch.from_numpy(cotangent))[0].numpy()


class GraphNet:
    """A forward with its tape and its pullback, loaded in turn as psld's low memory plan loads them."""

    def __init__(self, name, folder):
        self.folder, self.name = folder / "pairs", name

    def session(self, file):
        import onnxruntime
        options = onnxruntime.SessionOptions()
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_cpu_mem_arena = False
        if (self.folder / f"{self.name}.bin").stat().st_size > 1 << 30:
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
            options.add_session_config_entry("session.disable_prepacking", "1")
            options.add_session_config_entry("optimization.disable_specified_optimizers", "ConstantFolding")
        return onnxruntime.InferenceSession(str(self.folder / file), options, providers=["CPUExecutionProvider"])

    def run(self, feeds):
        session = self.session(f"{self.name}.onnx")
        names = [o.name for o in session.get_outputs()]
        made = session.run_with_ort_values(names, self.values(feeds))
        self.known = {**self.values(feeds), **dict(zip(names, made))}
        self.first = names[0]
        self.others = [n for n in names[1:] if n == "logvar"]
        return made[0].numpy()

    def pull(self, cotangent):
        session = self.session(f"{self.name}_vjp.onnx")
        feeds = {f"{self.first}_cotangent": cotangent}
        feeds.update({f"{n}_cotangent": np.zeros(self.known[n].shape(), np.float32) for n in self.others})
        feeds = {**self.known, **self.values(feeds)}
        wanted = {i.name: feeds[i.name] for i in session.get_inputs()}
        return session.run_with_ort_values(None, wanted)[0].numpy()

    @staticmethod
    def values(feeds):
        import onnxruntime
        return {k: onnxruntime.OrtValue.ortvalue_from_numpy(v) for k, v in feeds.items()}


def gradient(kind, folder, size):
    draw = np.random.default_rng(SEED)
    normal = lambda *shape: draw.standard_normal(shape, np.float32)
    z_t, context, y = normal(1, 4, size // 8, size // 8), normal(1, 77, 768), np.tanh(normal(1, 3, size, size))
    mask = np.ones_like(y)
    mask[:, :, size // 4:size // 2, size // 4:size // 2] = 0
    a, b = np.float32(np.sqrt(ALPHA_BAR)), np.float32(np.sqrt(1 - ALPHA_BAR))
    lines = []

    def net(name, feeds, cotangent):
        gc.collect()
        with Peak() as peak:
            one = kind(name, folder)
            out = one.run(feeds)
            pulled = one.pull(cotangent(out).astype(np.float32)) if cotangent else None
        lines.append(peak.line(name + ("" if cotangent else " forward")))
        print(lines[-1], flush=True)
        return out, pulled

    time_step = {"t": np.array([TIMESTEP])}
    epsilon, _ = net("unet", {"z": z_t, **time_step, "context": context}, None)
    z0 = (z_t - b * epsilon) / a
    state = {}

    def picture_cotangent(x):
        def latent_cotangent(mean):
            state["apart"] = z0 - SCALE * mean
            return -SCALE * state["apart"]
        _, pulled = net("encoder", {"x": mask * y + (1 - mask) * x}, latent_cotangent)
        return mask * (x - y) + (1 - mask) * pulled

    # The decoder's picture is taken first, so that encoder and decoder are not in memory together.
    x, _ = net("decoder", {"z": z0 / np.float32(SCALE)}, None)
    cotangent = picture_cotangent(x)
    _, pulled = net("decoder", {"z": z0 / np.float32(SCALE)}, lambda _: cotangent)
    of_z0 = state["apart"] + pulled / SCALE
    _, pulled = net("unet", {"z": z_t, **time_step, "context": context}, lambda _: -b / a * of_z0)
    return of_z0 / a + pulled


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["torch", "onnx"])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--checkpointed", action="store_true", help="PyTorch makes activations again block by block: less memory, more time")
    given = parser.parse_args()
    TorchNet.checkpointed = given.checkpointed
    found = gradient(TorchNet if given.kind == "torch" else GraphNet, given.folder, given.size)
    np.save(given.folder / f"gradient-{given.kind}.npy", found)
    other = given.folder / f"gradient-{'onnx' if given.kind == 'torch' else 'torch'}.npy"
    if other.exists():
        want = np.load(other)
        print(f"gradients apart by {np.abs(found - want).max() / np.abs(want).max():.1e} of the largest entry")


if __name__ == "__main__":
    main()
