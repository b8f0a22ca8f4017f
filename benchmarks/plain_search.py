"""What most tutorials do: import, load the model, embed the question texts once, search with FAISS.

The yardstick of the cold start: the index file is built beforehand, so that one run imports, loads, encodes
one query and searches.
"""

import json
import sys
from pathlib import Path


def build(folder: Path, texts: list[str]) -> None:
    """Write question texts and their FAISS index."""
    import faiss

    model = load_model()
    vectors = model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    index_of_texts = faiss.IndexFlatIP(vectors.shape[1])
    index_of_texts.add(vectors)
    faiss.write_index(index_of_texts, str(folder / "plain.faiss"))
    (folder / "plain.json").write_text(json.dumps(texts), "utf-8")


def load_model() -> "SentenceTransformer":  # type: ignore[name-defined]  # noqa: F821
    """The default model by sentence-transformers."""
    from sentence_transformers import SentenceTransformer

    from index.weights import default_folder

    return SentenceTransformer(str(default_folder().path), device="cpu", local_files_only=True)


def main() -> None:
    """`FOLDER` builds the index of the bank's question texts there, `FOLDER QUERY` searches it."""
    folder = Path(sys.argv[1])
    if len(sys.argv) == 2:
        from corpus.loading import load_bank

        build(folder, [question.text for question in load_bank().questions])
        return
    import faiss

    query = sys.argv[2]
    texts = json.loads((folder / "plain.json").read_text("utf-8"))
    plain = faiss.read_index(str(folder / "plain.faiss"))
    vector = load_model().encode([query], normalize_embeddings=True, show_progress_bar=False)
    scores, rows = plain.search(vector, 10)
    for score, row in zip(scores[0], rows[0], strict=True):
        print(f"{score:.3f} {texts[row]}")


if __name__ == "__main__":
    main()
