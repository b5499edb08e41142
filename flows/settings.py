"""Every setting of a run, from one place: flags before environment before `tidings.toml` before defaults."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import Field, IPvAnyNetwork
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

FILE = "tidings.toml"


class Settings(BaseSettings):
    """Settings by name; in the environment they are `TIDINGS_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="TIDINGS_", toml_file=FILE, extra="forbid", frozen=True)

    output: Path = Field(Path("output"), description="Folder of the dataset: its releases and its work area.")
    model: str = Field("en_core_web_md", description="spaCy pipeline that annotates, by name.")
    workers: int = Field(
        default_factory=lambda: min(os.cpu_count() or 1, 8), ge=1, description="Processes that annotate; each holds a model, some 0.7 GB."
    )
    batch_articles: int = Field(100, ge=1, description="Articles annotated and kept together: what an interrupted run loses at most, per worker.")
    annotate_duplicates: bool = Field(False, description="Annotate copies too: articles whose report an earlier article carries.")
    longest_article: int = Field(200_000, ge=1_000, description="Characters beyond which an article is kept but not annotated.")
    replace: bool = Field(False, description="Make the dataset of the given sources alone, instead of adding them to it.")
    wait_for_lock: float | None = Field(None, description="Seconds to wait for another run on the same dataset; empty waits for as long as it takes.")
    mapping: dict[str, str] = Field(default_factory=dict, description="Our field names to the source's: {text = 'body_html'}.")
    sources: list[str] = Field(default_factory=list, description="Sources of scheduled runs, when none is given.")
    sources_file: Path | None = Field(None, description="CSV of named sources, beside those of seeds/sources.csv.")
    follow_links: bool = Field(False, description="Read the pages that the entries of a feed link to, instead of the entries.")
    contact: str | None = Field(None, description="Address of a page or mailbox where a site can reach you; part of the user agent.")
    host_delay: float = Field(1.0, ge=0, description="Seconds between two requests at one host; a site may ask for more.")
    parallel_hosts: int = Field(4, ge=1, le=32, description="Hosts that are asked at the same time.")
    pages_per_source: int = Field(200, ge=1, description="Pages of a sitemap or of a feed's links fetched in a run; the rest waits for the next.")
    refetch_hours: float = Field(24.0, ge=0, description="Hours after which a page that is still listed is asked for again, in case it changed.")
    largest_response: int = Field(20_000_000, ge=1_000, description="Bytes of an answer, as sent and decompressed, beyond which it is not read.")
    allowed_addresses: list[IPvAnyNetwork] = Field(
        default_factory=list, description="Private networks that may be asked all the same: ['10.0.0.0/8']; public addresses always may."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, environment, file: in this order of weight."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def work(self) -> Path:
        """Work area: what may be deleted at any time and is made again."""
        return self.output / "work"


def load(**flags: Any) -> Settings:
    """Settings with the flags that were given; None means not given."""
    return Settings(**{name: value for name, value in flags.items() if value is not None})


def clock() -> datetime:
    """Now, or the instant SOURCE_DATE_EPOCH gives, for runs that must come out the same to the byte."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
