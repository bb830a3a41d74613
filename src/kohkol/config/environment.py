"""Everything an operator may set from outside, in one place, with its default and its meaning."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """Variables named KOHKOL_... (and DATABASE_URL). docs/operate/settings.md lists them; a test keeps it complete."""

    model_config = SettingsConfigDict(env_prefix="KOHKOL_", extra="ignore")

    data: Path = Field(default=Path(".kohkol/data"), description="The data directory: database, media, keys, logs.")
    url: str = Field(default="http://127.0.0.1:8750", description="The address at which people reach this desk.")
    practice: bool = Field(default=False, description="Marks every page as practice. Set by `kohkol demo`.")
    private_hosts: str = Field(
        default="",
        description="Comma-separated host:port of own servers that may be reached although their address is internal.",
    )
    mail_url: str = Field(
        default="",
        description="smtp://user:password@host:port or smtps://...; empty: nothing is sent, links are copied.",
    )
    database_url: str = Field(
        default="",
        validation_alias="DATABASE_URL",
        description="postgresql://user:password@host:port/name; empty: SQLite in the data directory.",
    )
    import_megabytes: int = Field(default=4000, description="The largest posts file that may be uploaded, in MB.")
    debug: bool = Field(default=False, description="Django's debug pages; never on a public machine.")
