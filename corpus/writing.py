"""Models to YAML that loads back equal, reads well and changes few lines when one text changes."""

from typing import Any

import msgspec
import yaml

from corpus.models import ConceptFile, TopicFile

WIDTH = 100


class _Dumper(yaml.CSafeDumper):
    """Block style throughout, literal blocks for texts of several lines."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def render_topic(topic: TopicFile) -> str:
    """The topic file as YAML, fields in the models' order, empty ones left out."""
    return _render(topic, "schema.json")


def render_concepts(concepts: ConceptFile) -> str:
    """The concept vocabulary as YAML."""
    return _render(concepts, "concepts.schema.json")


def _render(model: TopicFile | ConceptFile, schema: str) -> str:
    body = yaml.dump(
        _pruned(msgspec.to_builtins(model)),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=WIDTH,
        default_flow_style=False,
    )
    return f"# yaml-language-server: $schema={schema}\n{_spaced(body)}"


def _pruned(value: Any) -> Any:
    """Mappings without their empty fields; zeros and defaults stay, they say something."""
    if isinstance(value, dict):
        return {key: _pruned(child) for key, child in value.items() if child not in (None, (), [])}
    if isinstance(value, (list, tuple)):
        return [_pruned(child) for child in value]
    return value


def _spaced(body: str) -> str:
    """A blank line before every entry of the top-level list."""
    lines = body.splitlines(keepends=True)
    return "".join(f"\n{line}" if line.startswith("- ") else line for line in lines)
