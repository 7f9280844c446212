"""The version, read by the build and by `convert --version`."""

__version__ = "0.1.0"
