"""Fine-tuning a cross-encoder: all layers of the sentence encoder but its word vectors, a new head."""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from index.weights import ModelFolder
from training.pairs import DENIED, NOT_SAID, UNSAID, Pair

_BATCH = 64
_SMOOTHING = 0.05
_WARM_UP = 0.06
_BUCKET = 50  # batches that are sorted by length together
_WIDTH = 16  # lengths are padded to a multiple: each new shape costs a kernel compilation


class CrossEncoder(nn.Module):
    """BERT over "said [SEP] claim", mean of its tokens, four classes."""

    def __init__(self, folder: ModelFolder) -> None:
        super().__init__()
        # Drawing dropout masks inside the layers took half of the time; fresh pairs keep it from overfitting.
        self.bert = AutoModel.from_pretrained(
            folder.path,
            local_files_only=True,
            add_pooling_layer=False,
            attn_implementation="eager",
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        # Word vectors stay as they are: the shipped file then refers to the encoder's own.
        self.bert.embeddings.word_embeddings.weight.requires_grad = False
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(self.bert.config.hidden_size, 4)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """Logits, shape (batch, 4), of token ids, mask and types, each (batch, tokens)."""
        hidden = self.bert(input_ids=ids, attention_mask=mask, token_type_ids=types)
        tokens = hidden.last_hidden_state
        pooled = (tokens * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        logits: Tensor = self.head(self.dropout(pooled.float()))
        return logits


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and how fast; the defaults made the shipped model."""

    epochs: int = 4
    rate: float = 1.2e-4
    general_share: float = 0.5
    seed: int = 1


def mean_of(states: Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of models' states, which is steadier than any one epoch; what is equal stays to the bit."""
    first = states[0]
    return {
        name: value
        if all(torch.equal(value, other[name]) for other in states[1:])
        else torch.stack([state[name].float() for state in states]).mean(0)
        for name, value in first.items()
    }


def fit(
    model: CrossEncoder,
    tokenizer: Tokenizer,
    draw: Callable[[int], list[Pair]],
    general: Sequence[Pair],
    recipe: Recipe,
    *,
    log: Callable[[str], None],
    after: Callable[[int], None],
) -> None:
    """Train in place.

    Args:
        model: what is trained.
        tokenizer: see `index.cross_encoder.pair_tokenizer`.
        draw: pairs of the rubrics for a seed, drawn anew for each epoch.
        general: pairs of general language, which every epoch takes too.
        recipe: length and rates.
        log: told the loss now and then.
        after: called after each epoch with its number.
    """
    torch.manual_seed(recipe.seed)
    epochs = [_epoch(draw, general, recipe, number) for number in range(recipe.epochs)]
    total = sum(len(pairs) for pairs in epochs) // _BATCH
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in trained if p.dim() > 1], "weight_decay": 0.01},
            {"params": [p for p in trained if p.dim() < 2], "weight_decay": 0.0},
        ],
        lr=recipe.rate,
        fused=True,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min((step + 1) / (_WARM_UP * total + 1), max(0.02, 1 - step / total)),
    )
    start, step, smoothed = time.monotonic(), 0, 0.0
    for number, pairs in enumerate(epochs):
        encoded = encode(tokenizer, pairs)
        labels = torch.tensor([pair.label for pair in pairs])
        model.train()
        for rows in _batches(encoded, random.Random(recipe.seed * 77 + number)):
            with torch.autocast("cpu", torch.bfloat16):
                logits = model(*tensors(encoded, rows))
            loss = _loss(logits.float(), labels[rows])
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            step += 1
            smoothed += (loss.item() - smoothed) * max(0.02, 1 / step)
            if step % 50 == 0:
                log(f"{step}/{total} loss {smoothed:.3f} {time.monotonic() - start:.0f} s")
        after(number)


def _epoch(
    draw: Callable[[int], list[Pair]], general: Sequence[Pair], recipe: Recipe, number: int
) -> list[Pair]:
    return [*draw(recipe.seed * 100 + number), *general]


def _loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Smoothed cross-entropy; for NOT_SAID the mass of both classes that fit."""
    chances = torch.log_softmax(logits, -1)
    known = nn.functional.nll_loss(chances, labels.clamp(min=0), reduction="none")
    known = (1 - _SMOOTHING) * known - _SMOOTHING * chances.mean(-1)
    either = -torch.logsumexp(chances[:, [UNSAID, DENIED]], -1)
    return torch.where(labels == NOT_SAID, either, known).mean()


Encoded = list[tuple[list[int], list[int]]]


def encode(tokenizer: Tokenizer, pairs: Sequence[Pair]) -> Encoded:
    """Token ids and types of each pair."""
    encodings = tokenizer.encode_batch([(pair.said, pair.claim) for pair in pairs])
    return [(encoding.ids, encoding.type_ids) for encoding in encodings]


def tensors(encoded: Encoded, rows: Sequence[int]) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, mask and types of some rows, padded; each of shape (rows, tokens), int64."""
    width = -(-max(len(encoded[row][0]) for row in rows) // _WIDTH) * _WIDTH
    ids = torch.zeros((len(rows), width), dtype=torch.long)
    mask, types = torch.zeros_like(ids), torch.zeros_like(ids)
    for line, row in enumerate(rows):
        length = len(encoded[row][0])
        ids[line, :length] = torch.tensor(encoded[row][0])
        types[line, :length] = torch.tensor(encoded[row][1])
        mask[line, :length] = 1
    return ids, mask, types


def _batches(encoded: Encoded, rng: random.Random) -> Iterator[list[int]]:
    """Batches of like length, in random order within each bucket."""
    order = list(range(len(encoded)))
    rng.shuffle(order)
    for start in range(0, len(order), _BATCH * _BUCKET):
        bucket = sorted(
            order[start : start + _BATCH * _BUCKET], key=lambda row: len(encoded[row][0])
        )
        batches = [bucket[at : at + _BATCH] for at in range(0, len(bucket), _BATCH)]
        rng.shuffle(batches)
        yield from batches


@torch.no_grad()
def predict(
    model: CrossEncoder, tokenizer: Tokenizer, pairs: Sequence[Pair]
) -> NDArray[np.float32]:
    """Probabilities of the four classes, shape (len(pairs), 4)."""
    model.eval()
    encoded = encode(tokenizer, pairs)
    order = sorted(range(len(pairs)), key=lambda row: len(encoded[row][0]))
    found = np.zeros((len(pairs), 4), np.float32)
    for start in range(0, len(order), _BATCH):
        rows = order[start : start + _BATCH]
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(*tensors(encoded, rows))
        found[rows] = torch.softmax(logits.float(), -1).numpy()
    return found
