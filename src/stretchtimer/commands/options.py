"""The options that several commands share, and their kinds of value.

Each can be given as a flag, in the environment as STRETCH_<NAME>, or in the config file, in that order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stretchtimer.app import App
from stretchtimer.settings import ENGINE_FORMS, FIT_LEAST, SPEED_FORMS, THEMES, parse_engine, parse_speed
from stretchtimer.settings import FILE as CONFIG_FILE
from stretchtimer.text import unsafe_character
from stretchtimer.units import DAY, DURATION_FORMS, exact, parse_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from click.shell_completion import CompletionItem

    from stretchtimer.units import Millis

    _ParamType = click.ParamType[Any]
else:
    _ParamType = click.ParamType  # generic for type checkers only: older versions cannot be subscripted


class Duration(_ParamType):
    """A duration as in a routine file, as ms."""

    name = "time"

    def __init__(self, *, least: Millis = 0) -> None:
        self._least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Millis:
        if isinstance(value, int):
            return value
        try:
            ms = parse_duration(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a duration; write it like {DURATION_FORMS}.", param, ctx)
        if not self._least <= ms <= DAY:
            self.fail(f"{value!r} is out of range; from {exact(self._least)} to 24h.", param, ctx)
        return ms


class Speed(_ParamType):
    """How many times faster than life; nothing that is no number."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            return parse_speed(value)
        except ValueError:
            self.fail(f"{value!r} is not a speed; write {SPEED_FORMS}.", param, ctx)


class Engine(_ParamType):
    """What speaks, alone or with one of its voices: `espeak-ng`, `espeak-ng:en-gb`."""

    name = "name"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return parse_engine(str(value))
        except ValueError:
            self.fail(f"{value!r} is no voice engine; write {ENGINE_FORMS}.", param, ctx)


class Words(_ParamType):
    """One or several words, with commas between them."""

    name = "text"
    envvar_list_splitter = "\x00"  # an environment variable is one value; its commas are split below

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002 - click's signature
        ctx: click.Context | None,  # noqa: ARG002
    ) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        return tuple(word.strip() for word in str(value).split(",") if word.strip())


class Playable(_ParamType):
    """The id of a routine or series, or a file's path."""

    name = "id|file"

    def __init__(self, kind: str = "routine") -> None:
        self._kind = kind

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002 - click's signature
        incomplete: str,
    ) -> list[CompletionItem]:
        # late: only for completion; no file is opened, an id is a file's name
        from click.shell_completion import CompletionItem

        from stretchtimer.library import Library, folders

        # Not the app's: that one tells of missing folders, in the middle of the line that is typed.
        library = Library(tuple(folders(ctx.ensure_object(App).environ)))
        files = library.exercise_files if self._kind == "exercise" else library.routine_files
        known = sorted(name for name in files if unsafe_character(name) is None)
        items = [CompletionItem(name) for name in known if name.startswith(incomplete)]
        return items or [CompletionItem(incomplete, type="plain" if self._kind == "exercise" else "file")]


class Setting(click.Option):
    """An option that the environment and the config file can give as well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = next(word for word in self.opts if word.startswith("--")).removeprefix("--")
        self.envvar = self.envvar or f"STRETCH_{self.key.upper().replace('-', '_')}"

    def get_error_hint(self, ctx: click.Context | None) -> str:
        """The option's name, or that of the variable that a wrong value was found in."""
        source = ctx.get_parameter_source(self.name) if ctx and self.name else None
        if source is click.core.ParameterSource.ENVIRONMENT:
            return f"'{self.envvar}' (in the environment)"
        if source is click.core.ParameterSource.DEFAULT_MAP:
            return f"'{self.key}' ({CONFIG_FILE})"
        return super().get_error_hint(ctx)


class Configured(click.Command):
    """A command whose options take their defaults from the config file."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # Help must come up even where the config file is wrong, and completion reads no file.
        if not ctx.resilient_parsing and not {"-h", "--help"} & set(args):
            written = ctx.ensure_object(App).settings()
            options = [option for option in self.params if isinstance(option, Setting)]
            ctx.default_map = {o.name: written[o.key] for o in options if o.name and o.key in written}
        return super().parse_args(ctx, args)


def setting(*names: str, **kwargs: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare an option that flag, environment and config file can give."""
    return click.option(*names, cls=Setting, **kwargs)


_SHAPING = (
    setting(
        "--level", type=click.IntRange(1, 99), metavar="N", help="Do exercises that have levels at this one."
    ),
    setting("--first", type=click.Choice(["left", "right"]), help="The side that comes first."),
    setting("--from", "start", metavar="STEP", help="Begin at a step: its number, or an exercise's id."),
    setting("--fit", type=Duration(least=FIT_LEAST), help="Make the work fit into so much time."),
    setting("--transition", type=Duration(), help="Time between steps."),
    setting("--switch", type=Duration(), help="Time to change sides."),
    setting("--prepare", type=Duration(), help="Time before the first step."),
    setting("--avoid", type=Words(), multiple=True, help="Leave out exercises with a caution: neck, knees."),
)


_SPEAKING = (
    setting("--voice/--no-voice", default=True, help="Say what comes, or leave it at tones."),
    setting("--voice-engine", type=Engine(), help="What speaks, as `stretch sounds` names it."),
)


def speaking(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of the voice."""
    for option in reversed(_SPEAKING):
        command = option(command)
    return command


_LOOKS = (
    setting("--figure/--no-figure", default=True, help="Show the movement as a moving figure, or not."),
    setting("--still/--no-still", help="Show figures that do not move."),
    setting(
        "--theme", type=click.Choice(THEMES), default=THEMES[0], help="The background that figures are for."
    ),
)


def looking(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of what is seen; `is_light` takes up the theme."""
    for option in reversed(_LOOKS):
        command = option(command)
    return command


def is_light(theme: str, environ: Mapping[str, str]) -> bool:
    """Whether figures are for a light background; `auto` believes COLORFGBG, and dark is the default.

    A figure has a ground of its own, so it can be seen in any case.
    """
    if theme != THEMES[0]:
        return theme == "light"
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return background in ("7", "15")


def shaping(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that change a routine's timeline; `opening` takes them up."""
    for option in reversed(_SHAPING):
        command = option(command)
    return command
