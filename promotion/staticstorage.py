"""The storage of collected front-end files."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Writes @ as it is, like the collected style sheets do.

    A font that a page preloads as %40fontsource and a style sheet names as @fontsource would be
    fetched twice.
    """

    def url(self, name: str | None, force: bool = False) -> str:
        return super().url(name, force).replace("%40", "@")
