"""Finds, or fetches from PyPI, the reference package, and imports its unmodified network files."""
import contextlib
import importlib
import os
import pathlib
import subprocess
import sys
import types
import zipfile

VERSION = "0.9.4"
REQUIREMENT = f"kokoro=={VERSION}"
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
DEFAULT_FOLDER = REPOSITORY / "build" / "reference" / "kokoro"


def fetch(folder):
    """Downloads the wheel beside `folder` and unpacks it; `folder` must be named `kokoro`."""
    parent = pathlib.Path(folder).parent
    parent.mkdir(parents=True, exist_ok=True)
    print(f"fetching {REQUIREMENT} from PyPI into {parent}", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir",
                    "--dest", str(parent), REQUIREMENT], check=True)
    with zipfile.ZipFile(parent / f"kokoro-{VERSION}-py3-none-any.whl") as wheel:
        wheel.extractall(parent)


def _stand_ins():
    """Modules that the network files import but of which they need next to nothing.

    `transformers` is the exception: its AlbertModel is rebuilt in albert.py with HuggingFace's parameter names.
    """
    from . import albert

    def refuse(*_args, **_kwargs):
        raise RuntimeError("the reference runs on local files only")

    class Silent:
        def __getattr__(self, _name):
            return lambda *_args, **_kwargs: None

    return {
        "transformers": types.SimpleNamespace(AlbertConfig=albert.AlbertConfig, AlbertModel=albert.AlbertModel),
        "loguru": types.SimpleNamespace(logger=Silent()),
        "huggingface_hub": types.SimpleNamespace(hf_hub_download=refuse),
        "attr": types.SimpleNamespace(attr=None),
    }


@contextlib.contextmanager
def _modules_replaced(modules):
    saved = {name: sys.modules.get(name) for name in modules}
    sys.modules.update(modules)
    try:
        yield
    finally:
        for name, module in saved.items():
            if module is None:
                sys.modules.pop(name, None)
            else:
                sys.modules[name] = module


def load(folder=None):
    """(kokoro.model, kokoro.istftnet) of the reference in `folder` (default: build/reference/kokoro, fetched if missing)."""
    folder = pathlib.Path(folder or os.environ.get("KOKORO_REFERENCE") or DEFAULT_FOLDER)
    if not (folder / "istftnet.py").exists():
        if folder != DEFAULT_FOLDER:
            raise SystemExit(f"{folder} does not hold the reference package (no istftnet.py)")
        fetch(folder)
    import torch.nn.utils.parametrizations as parametrizations
    if not hasattr(parametrizations, "weight_norm"):  # torch before 2.0: the same arithmetic under its first name
        from torch.nn.utils import weight_norm
        parametrizations.weight_norm = weight_norm
    package = types.ModuleType("kokoro")  # without running kokoro/__init__.py, which wants the whole text front end
    package.__path__ = [str(folder)]
    sys.modules["kokoro"] = package
    with _modules_replaced(_stand_ins()):
        return importlib.import_module("kokoro.model"), importlib.import_module("kokoro.istftnet")
