"""Every test: its own home, no network, the same random numbers. Heavy parts: once a session."""

import os
import random
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import hypothesis
import pytest

if TYPE_CHECKING:
    from corpus.banks import Bank
    from index.encoder import Encoder
    from index.storage import StoredIndex
    from interviewer.paths import Paths
    from interviewer.wiring import Services

# Set at import, so that libraries read them and child processes inherit them.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

REPO = Path(__file__).resolve().parent.parent
SMALL_BANK = Path(__file__).resolve().parent / "data" / "small_bank"
SEED = 20240229

hypothesis.settings.register_profile(
    "fixed", derandomize=True, deadline=None, database=None, max_examples=60
)
hypothesis.settings.load_profile("fixed")


class NetworkUsed(BaseException):
    """A test reached for the network; not an Exception, so that no code under test swallows it."""


def _refused(*args: Any, **_: Any) -> NoReturn:
    raise NetworkUsed(f"tests are offline: {args!r}")


@pytest.fixture(scope="session", autouse=True)
def offline() -> Iterator[None]:
    """Refuse every connection but local sockets, which asyncio's loop needs."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        for name in ("create_connection", "getaddrinfo", "gethostbyname"):
            patch.setattr(socket, name, _refused)
        yield


def _guarded(real: Any) -> Any:
    def call(self: socket.socket, *args: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _refused(self, *args)
        return real(self, *args)

    return call


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, set as INTERVIEWER_HOME; nothing is in it yet."""
    place = tmp_path_factory.mktemp("home") / "interviewer"
    monkeypatch.setenv("INTERVIEWER_HOME", str(place))
    monkeypatch.delenv("INTERVIEWER_ENCODER", raising=False)
    return place


@pytest.fixture(autouse=True)
def seed() -> int:
    """The same random numbers for every test, whatever ran before it."""
    random.seed(SEED)
    import numpy as np

    np.random.seed(SEED)
    return SEED


@pytest.fixture(scope="session")
def repo() -> Path:
    """The checkout, for child processes and files outside the packages."""
    return REPO


@pytest.fixture(scope="session")
def small_bank_path() -> Path:
    """Four questions in two topics, with concepts: written for the tests."""
    return SMALL_BANK


@pytest.fixture(scope="session")
def session_caches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What may be shared between homes: `encoders` (exported graph) and `compiled` (banks)."""
    return tmp_path_factory.mktemp("caches")


@pytest.fixture(scope="session")
def encoder(session_caches: Path) -> "Encoder":
    """The real runtime encoder, one thread."""
    from index.encoder import open_encoder

    return open_encoder(None, session_caches / "encoders")


@pytest.fixture(scope="session")
def small_bank() -> "Bank":
    """The small bank, loaded."""
    from corpus.loading import load_bank

    return load_bank([SMALL_BANK])


@pytest.fixture(scope="session")
def built_index(
    tmp_path_factory: pytest.TempPathFactory, small_bank: "Bank", encoder: "Encoder"
) -> "StoredIndex":
    """The small bank's index, really built and loaded from disk."""
    from index.building import build
    from index.storage import load

    root = tmp_path_factory.mktemp("built") / "index"
    build(small_bank, encoder, root, source="small")
    return load(root)


def _places(root: Path, caches: Path) -> "Paths":
    """A home's folders, its re-makeable caches copied from the session's."""
    from interviewer.paths import Paths

    places = Paths(root / "config", root / "data", root / "cache")
    for mine, shared in ((places.encoders, "encoders"), (places.compiled, "compiled")):
        if (caches / shared).is_dir():
            shutil.copytree(caches / shared, mine)
    return places


@pytest.fixture(scope="session")
def compiled(session_caches: Path) -> Path:
    """The built-in bank, compiled once."""
    from corpus.loading import load_bank

    load_bank(cache=session_caches / "compiled")
    return session_caches / "compiled"


@pytest.fixture(scope="session")
def services(
    tmp_path_factory: pytest.TempPathFactory,
    session_caches: Path,
    encoder: "Encoder",
    compiled: Path,
) -> "Services":
    """The application's real parts over the built-in bank, in one home for the whole session.

    There is no index in it. Tests that write into its folders take `fresh_services` instead.
    """
    from interviewer.wiring import Services

    return Services(_places(tmp_path_factory.mktemp("services"), session_caches))


@pytest.fixture
def fresh_services(
    home: Path, session_caches: Path, encoder: "Encoder", compiled: Path
) -> "Services":
    """Like `services`, in the test's own home."""
    from interviewer.wiring import Services

    return Services(_places(home, session_caches))


@pytest.fixture(scope="session")
def small_index(
    tmp_path_factory: pytest.TempPathFactory, session_caches: Path, encoder: "Encoder"
) -> Path:
    """The folder of the small bank's index, built once by the application's own way."""
    found = _small_services(_places(tmp_path_factory.mktemp("small"), session_caches), encoder)
    found.ensure_index(lambda _: None)
    return found.paths.index


@pytest.fixture
def small_services(
    home: Path, session_caches: Path, small_index: Path, encoder: "Encoder"
) -> "Services":
    """The application's real parts over the small bank, in the test's own home, index built."""
    places = _places(home, session_caches)
    shutil.copytree(small_index, places.index)
    return _small_services(places, encoder)


def _small_services(places: "Paths", encoder: "Encoder") -> "Services":
    from interviewer.wiring import Services

    class SmallServices(Services):
        @property
        def bank_paths(self) -> tuple[Path, ...]:
            return (SMALL_BANK,)

    found = SmallServices(places)
    found.__dict__["encoder"] = encoder
    return found
