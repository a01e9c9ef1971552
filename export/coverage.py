"""The architectures that people restore with, differentiated by psld and held against float64 autograd; writes docs/coverage.md.

    python export/coverage.py                 # every net, each in a process of its own; goes on where it stopped
    python export/coverage.py --only "SD 1.5 UNet" --again
    python export/coverage.py --table         # the page alone, from what export/runs/coverage has

Every net is built by diffusers with random weights from a seed, exported by PyTorch's two exporters, and differentiated by
`psld differentiate` in both modes; the largest takes 9 GB. Largest difference of the input's gradient over its largest entry, for a random cotangent.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import shutil
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import diffusers
import numpy as np
import torch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "export" / "golden"))

from library_nets import Call, straight  # noqa: E402
from nets import seeded  # noqa: E402

RUNS = ROOT / "export" / "runs" / "coverage"
PAGE = ROOT / "docs" / "coverage.md"
EXPORTERS = {"TorchScript": "script-17", "dynamo": "dynamo-20"}
MODES = ("tape", "recompute")
LIMIT = 1e-5


@dataclass
class Net:
    """A net by its name in the table.

    width says what was made smaller, and how; call is what is differentiated, by its first input.
    """

    make: Callable[[], torch.nn.Module]
    call: Callable
    shapes: dict[str, tuple[int, ...] | int]
    width: str = "full"
    options: Callable = lambda model: []


KL = dict(block_out_channels=(128, 256, 512, 512), layers_per_block=2, norm_num_groups=32,
          down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4)


def kl(channels: int, **more) -> Callable:
    return lambda: diffusers.AutoencoderKL(latent_channels=channels, **KL, **more)


def asymmetric():
    return diffusers.AsymmetricAutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * 4, down_block_out_channels=(128, 256, 512, 512), layers_per_down_block=2,
        up_block_types=("UpDecoderBlock2D",) * 4, up_block_out_channels=(192, 384, 768, 768), layers_per_up_block=3,
        latent_channels=4, norm_num_groups=32)


def vq():
    return diffusers.VQModel(
        block_out_channels=(128, 256, 512), layers_per_block=2, latent_channels=3, num_vq_embeddings=8192, vq_embed_dim=3,
        norm_num_groups=32, down_block_types=("DownEncoderBlock2D",) * 3, up_block_types=("UpDecoderBlock2D",) * 3)


def unet(width: int, context: int, **more):
    return lambda: diffusers.UNet2DConditionModel(
        sample_size=64, in_channels=4, out_channels=4, layers_per_block=2, cross_attention_dim=context,
        **dict(block_out_channels=(width, 2 * width, 4 * width, 4 * width)) | more)


def sdxl_unet():
    return diffusers.UNet2DConditionModel(
        sample_size=128, in_channels=4, out_channels=4, layers_per_block=2, cross_attention_dim=512, use_linear_projection=True,
        block_out_channels=(80, 160, 320), attention_head_dim=(2, 4, 8), norm_num_groups=16, transformer_layers_per_block=(1, 2, 10),
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"), addition_embed_type="text_time",
        addition_time_embed_dim=256, projection_class_embeddings_input_dim=6 * 256 + 320)


def adm():
    return diffusers.UNet2DModel(
        sample_size=64, in_channels=3, out_channels=6, layers_per_block=3, block_out_channels=(96, 192, 288, 384), attention_head_dim=64,
        norm_num_groups=32, resnet_time_scale_shift="scale_shift", downsample_type="resnet", upsample_type="resnet",
        down_block_types=("ResnetDownsampleBlock2D",) + ("AttnDownBlock2D",) * 3,
        up_block_types=("AttnUpBlock2D",) * 3 + ("ResnetUpsampleBlock2D",))


def dit():
    return diffusers.DiTTransformer2DModel(
        num_attention_heads=6, attention_head_dim=64, num_layers=12, in_channels=4, out_channels=8, sample_size=32, patch_size=2,
        norm_num_groups=32)


def sd3():
    return diffusers.SD3Transformer2DModel(
        sample_size=64, patch_size=2, in_channels=16, out_channels=16, num_layers=2, attention_head_dim=64, num_attention_heads=24,
        joint_attention_dim=4096, caption_projection_dim=1536, pooled_projection_dim=2048, pos_embed_max_size=96)


def flux():
    return diffusers.FluxTransformer2DModel(
        patch_size=1, in_channels=64, num_layers=1, num_single_layers=1, attention_head_dim=128, num_attention_heads=12,
        joint_attention_dim=4096, pooled_projection_dim=768, guidance_embeds=True, axes_dims_rope=(16, 56, 56))


def flux_call(m, x, text, pooled, t, guidance):
    rows, columns = torch.meshgrid(torch.arange(8.0), torch.arange(8.0), indexing="ij")
    places = torch.stack([torch.zeros(64), rows.flatten(), columns.flatten()], dim=1)
    return m(hidden_states=x, encoder_hidden_states=text, pooled_projections=pooled, timestep=t, guidance=guidance, img_ids=places,
             txt_ids=torch.zeros(20, 3), return_dict=False)[0]


def mean(m, x):
    return m.encode(x).latent_dist.mean


def decoded(m, z):
    return m.decode(z, return_dict=False)[0]


def predicted(m, z, t, context):
    return m(z, t, context, return_dict=False)[0]


def with_text(m, z, t, context, pooled, ids):
    return m(z, t, context, added_cond_kwargs={"text_embeds": pooled, "time_ids": ids}, return_dict=False)[0]


PICTURE, LATENT = (1, 3, 64, 64), (1, 4, 8, 8)
HALF_UNET, QUARTER_UNET = "½ (160, 320, 640, 640)", "¼ (80, 160, 320)"
NETS = {
    "SD 1.5 and SDXL VAE, encoder": Net(kl(4), mean, {"x": PICTURE}),
    "SD 1.5 and SDXL VAE, decoder": Net(kl(4), decoded, {"z": LATENT}),
    "SD 1.5 UNet": Net(unet(160, 768, attention_head_dim=8), predicted, {"z": (1, 4, 16, 16), "t": 437, "context": (1, 77, 768)}, HALF_UNET),
    "SD 2.1 UNet": Net(unet(160, 1024, attention_head_dim=(5, 10, 20, 20), use_linear_projection=True), predicted,
                       {"z": (1, 4, 16, 16), "t": 437, "context": (1, 77, 1024)}, HALF_UNET),
    "SDXL UNet": Net(sdxl_unet, with_text, {"z": (1, 4, 16, 16), "t": 437, "context": (1, 77, 512), "pooled": (1, 320), "ids": (1, 6)}, QUARTER_UNET),
    "LDM VQ-f4, encoder": Net(vq, lambda m, x: m.encode(x).latents, {"x": PICTURE}),
    "LDM VQ-f4, quantiser and decoder": Net(vq, decoded, {"z": (1, 3, 16, 16)}, options=straight),
    "TAESD, encoder": Net(lambda: diffusers.AutoencoderTiny(), lambda m, x: m.encode(x).latents, {"x": PICTURE}),
    "TAESD, decoder": Net(lambda: diffusers.AutoencoderTiny(), decoded, {"z": LATENT}),
    "asymmetric VAE, decoder": Net(asymmetric, decoded, {"z": LATENT}),
    "16-channel VAE (SD3, Flux), encoder": Net(kl(16, use_quant_conv=False, use_post_quant_conv=False), mean, {"x": PICTURE}),
    "16-channel VAE (SD3, Flux), decoder": Net(kl(16, use_quant_conv=False, use_post_quant_conv=False), decoded, {"z": (1, 16, 8, 8)}),
    "ADM pixel UNet, 64×64": Net(adm, lambda m, x, t: m(x, t, return_dict=False)[0], {"x": PICTURE, "t": 437}, "½ (96, 192, 288, 384)"),
    "DiT-S/2": Net(dit, lambda m, z, t, c: m(z, t, c, return_dict=False)[0], {"z": (1, 4, 32, 32), "t": 437, "label": 207}),
    "SD3 transformer": Net(sd3, lambda m, z, text, pooled, t: m(z, text, pooled, t, return_dict=False)[0],
                           {"z": (1, 16, 16, 16), "text": (1, 20, 4096), "pooled": (1, 2048), "t": 437}, "full, 2 blocks of 24"),
    "Flux transformer": Net(flux, flux_call, {"x": (1, 64, 64), "text": (1, 20, 4096), "pooled": (1, 768), "t": 0.437, "guidance": 3.5},
                            "½ (12 heads of 24), 1 block of 19 and 1 single of 38"),
}


def slug(name: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in name.lower()).strip("-")


def inputs(net: Net) -> dict[str, torch.Tensor]:
    draw = torch.Generator().manual_seed(5)
    return {name: torch.randn(shape, generator=draw) if isinstance(shape, tuple) else torch.tensor([shape])
            for name, shape in net.shapes.items()}


def rms_norm(g, x, shape, weight, eps):
    """x/√(mean(x²) + ε)·w over the last axis, which the TorchScript exporter has no words for."""
    told = eps.node()
    tiny = told.t("value").item() if told.kindOf("value") == "t" else told.f("value")
    mean = g.op("ReduceMean", g.op("Mul", x, x), axes_i=[-1], keepdims_i=1)
    root = g.op("Sqrt", g.op("Add", mean, g.op("Constant", value_t=torch.tensor(float(tiny)))))
    return g.op("Mul", g.op("Div", x, root), weight)


def export(module, given: dict, kind: str, file: Path) -> None:
    exporter, opset = kind.split("-")
    if exporter == "script":
        torch.onnx.register_custom_op_symbolic("aten::rms_norm", rms_norm, int(opset))
    program = torch.onnx.export(
        module, tuple(given.values()), None if exporter == "dynamo" else str(file), input_names=list(given), output_names=["y"],
        opset_version=int(opset), dynamo=exporter == "dynamo", verbose=False)
    if exporter == "dynamo":
        program.save(str(file), external_data=True)


def session(file: Path):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def with_torch_frequencies(file: Path) -> int:
    """Puts PyTorch's exp(−ln 10⁴·k/n) in place of what an exporter folded, in the file; how many of them there were.

    The dynamo exporter folds them with an error of three units in the last place, and Flux multiplies them by 3500 before it takes sines.
    """
    import onnx

    model = onnx.load(file)
    found = 0
    for tensor in model.graph.initializer:
        table = onnx.numpy_helper.to_array(tensor)
        if table.dtype == np.float32 and table.size == max(table.shape, default=0) >= 8:
            for n in (table.size, table.size - 1):
                want = torch.exp(-math.log(10000) * torch.arange(table.size, dtype=torch.float32) / n).numpy().reshape(table.shape)
                if np.allclose(table, want, rtol=1e-6, atol=0):
                    tensor.CopyFrom(onnx.numpy_helper.from_array(want, tensor.name))
                    found += 1
    file.with_name(file.name + ".data").unlink(missing_ok=True)
    onnx.save(model, file, save_as_external_data=True, location=file.name + ".data")
    return found


def seconds(run: Callable) -> float:
    """Processor seconds of the fastest of some runs."""
    run()
    best = float("inf")
    for _ in range(5):
        began = time.process_time()
        run()
        best = min(best, time.process_time() - began)
    return best


def differentiated(file: Path, wrt: str, mode: str, options: list[str], folder: Path) -> dict:
    """A pair by the command, its gradient and figures."""
    command = [os.environ.get("PSLD", str(ROOT / "psld")), "differentiate", str(file), "--wrt", wrt, "--of", "y", "--mode", mode, "-o", str(folder), "--overwrite", *options]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip() or done.stdout.strip())
    return {"tape": int(done.stdout.split(": tape ")[1].split(" bytes")[0].replace(",", "").replace(".", "").replace("\u202f", ""))}


def pulled(folder: Path, stem: str, given: dict, cotangent: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Value and gradient by a pair, and the pullback's time over the forward's; one of both is in memory at a time."""
    forward = session(folder / f"{stem}.onnx")
    feeds = {i.name: given[i.name].numpy() for i in forward.get_inputs()}
    names = [o.name for o in forward.get_outputs()]
    known = {**{k: v.numpy() for k, v in given.items()}, **dict(zip(names, forward.run(names, feeds))), "y_cotangent": cotangent}
    forth = seconds(lambda: forward.run(["y"], feeds))
    del forward
    pullback = session(folder / f"{stem}_vjp.onnx")
    wanted = {i.name: known[i.name] for i in pullback.get_inputs()}
    return known["y"], pullback.run(None, wanted)[0], seconds(lambda: pullback.run(None, wanted)) / forth


def apart(have: np.ndarray, want: np.ndarray) -> float:
    return float(np.abs(have - want).max() / np.abs(want).max())


def look(name: str) -> dict:
    import onnx

    net = NETS[name]
    folder = RUNS / slug(name)
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(3)
    given = inputs(net)
    first = next(iter(given))
    module = seeded(Call(net.make(), net.call), 4)
    found: dict = {"width": net.width, "weights": sum(p.numel() for p in module.parameters()), "exporters": {}}
    with torch.no_grad():
        shape = module(*given.values()).shape
    cotangent = torch.randn(shape, generator=torch.Generator().manual_seed(6))
    for title, kind in EXPORTERS.items():
        file = folder / f"{kind}.onnx"
        try:
            export(module, given, kind, file)
        except Exception as e:  # what an exporter cannot do is a line of the table
            traceback.print_exc()
            found["exporters"][title] = {"refused": str(e).strip().splitlines()[0][:120] if str(e).strip() else type(e).__name__}
    exact = {k: v.double() if v.is_floating_point() else v for k, v in given.items()}
    exact[first].requires_grad_()
    torch.set_default_dtype(torch.float64)
    y = module.double()(*exact.values())
    value = y.detach().numpy()
    want = torch.autograd.grad(y, exact[first], cotangent.double())[0].numpy()
    torch.set_default_dtype(torch.float32)
    del y, module
    for title, kind in EXPORTERS.items():
        if title in found["exporters"]:
            continue
        file = folder / f"{kind}.onnx"
        model = onnx.load(file, load_external_data=False)
        entry: dict = {"nodes": len(model.graph.node)}
        for mode in MODES:
            pair = folder / mode
            one = differentiated(file, first, mode, net.options(model), pair)
            y, got, one["ratio"] = pulled(pair, kind, given, cotangent.numpy())
            entry["values"], one["error"] = apart(y, value), apart(got, want)
            one["nodes"] = len(onnx.load(pair / f"{kind}_vjp.onnx", load_external_data=False).graph.node)
            entry[mode] = one
            for part in pair.glob(f"{kind}*"):
                part.unlink()
        found["exporters"][title] = entry
        if entry["tape"]["error"] > LIMIT and with_torch_frequencies(file):
            differentiated(file, first, "tape", net.options(model), folder / "again")
            y, got, _ = pulled(folder / "again", kind, given, cotangent.numpy())
            entry["refolded"] = {"values": apart(y, value), "error": apart(got, want)}
            shutil.rmtree(folder / "again")
    for part in folder.glob("*.onnx*"):
        part.unlink()
    found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return found


def bytes_text(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count / 1e3:.1f} kB"


def page(results: dict[str, dict]) -> str:
    head = ["# Architectures that were differentiated", "",
            "Made by `python export/coverage.py`: nets of diffusers with random weights, exported by PyTorch’s two exporters (TorchScript opset 17, dynamo opset 20),",
            "differentiated by `psld differentiate`, their gradients held against float64 autograd: largest difference over the largest entry, float32, for a random",
            "cotangent. TorchScript has no words for Flux’s norm, which is written out for it. Values: the same of what the exported graph computes, before anything is differentiated (empty where it was not looked at). Pullback over forward: processor time of ONNX Runtime on two cores. Pictures of 64×64, so that float64 fits beside it; full width unless it says otherwise.", "",
            "| net | weights | exporter | nodes, forward → pullback | values | error, tape | error, recompute | tape | inputs kept by recompute | pullback over forward, tape | recompute |",
            "|---|---|---|---|---|---|---|---|---|---|---|"]
    rows, notes = [], []
    for name in NETS:
        if name not in results:
            continue
        one = results[name]
        label = name if one["width"] == "full" else f"{name}; width {one['width']}"
        for title, entry in one["exporters"].items():
            if "refused" in entry:
                rows.append(f"| {label} | {one['weights'] / 1e6:.1f} M | {title} | the exporter fails: {entry['refused'].replace('|', '/')} | | | | | | | |")
                continue
            tape, again = entry["tape"], entry["recompute"]
            values = f"{entry['values']:.1e}" if "values" in entry else ""
            rows.append(f"| {label} | {one['weights'] / 1e6:.1f} M | {title} | {entry['nodes']} → {tape['nodes']} | {values} | {tape['error']:.1e} | {again['error']:.1e} | "
                        f"{bytes_text(tape['tape'])} | {bytes_text(again['tape'])} | {tape['ratio']:.1f} | {again['ratio']:.1f} |")
            if again := entry.get("refolded"):
                notes.append(f"{label}, {title}: what is above {LIMIT:g} is the exporter's. It folds the frequencies of the timestep, exp(−ln 10⁴·k/n), with an error of three units in "
                             f"the last place, and the net multiplies them by as much as 3500 before it takes sines. With PyTorch's own frequencies in the graph its values are "
                             f"{again['values']:.1e} from float64, its gradient {again['error']:.1e}.")
    rows += ["", *notes] if notes else []
    missing = [name for name in NETS if name not in results]
    if missing:
        rows += ["", "Not measured yet: " + "; ".join(missing) + ". Small nets of their kinds are among the tests (`golden/make_nets.py`, `NetsTest`; SD 2 and SDXL: `golden/pipelines`)."]
    return "\n".join(head + rows) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=list(NETS))
    parser.add_argument("--again", action="store_true", help="measure what was measured before, too")
    parser.add_argument("--table", action="store_true")
    given = parser.parse_args()
    RUNS.mkdir(parents=True, exist_ok=True)
    if given.only:
        found = look(given.only)
        (RUNS / f"{slug(given.only)}.json").write_text(json.dumps(found, indent=1))
        print(given.only, json.dumps(found), flush=True)
        return
    if not given.table:
        for name in NETS:
            if given.again or not (RUNS / f"{slug(name)}.json").exists():
                subprocess.run([sys.executable, __file__, "--only", name])
    results = {name: json.loads(file.read_text()) for name in NETS if (file := RUNS / f"{slug(name)}.json").exists()}
    PAGE.write_text(page(results))
    missing = [name for name in NETS if name not in results]
    wrong = [f"{n} {t} {m}" for n, r in results.items() for t, e in r["exporters"].items() for m in MODES if m in e and not e.get("refolded", e[m])["error"] <= LIMIT]
    if missing or wrong:
        raise SystemExit(f"missing: {missing}; above {LIMIT}: {wrong}")


if __name__ == "__main__":
    main()
