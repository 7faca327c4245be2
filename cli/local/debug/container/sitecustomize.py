"""
Starts debugpy in a function's container. Python imports this module at its start, because the container has its folder in PYTHONPATH. The function's image is not changed.

It waits until AWS's runtime interface client is imported. So other Python programs that the container starts run as always, with any ENTRYPOINT.
"""

import importlib
import importlib.abc
import importlib.util
import json
import os
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
RUNTIME = "awslambdaric.bootstrap"


class WhenRuntimeStarts(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == RUNTIME:
            sys.meta_path.remove(self)
            forget_folder()
            wait_for_debugger(json.loads(os.environ.pop("LOCAL_AWS_DEBUGGER")))
        return None


def wait_for_debugger(settings):
    python = os.path.join(FOLDER, "python")
    sys.path.insert(0, python)
    # Its warning about modules that are frozen into Python would be in the function's log.
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    import debugpy

    # Programs that the function starts are not debugged.
    debugpy.configure(subProcess=False)
    debugpy.listen(("0.0.0.0", settings["ports"]["python"]))
    add_path_mappings(settings["pathMappings"])
    # The words of Node.js.
    print(f"Debugger listening on 0.0.0.0:{settings['ports']['python']}", file=sys.stderr, flush=True)
    debugpy.wait_for_client()
    print("Debugger attached.", file=sys.stderr, flush=True)
    # The modules that debugpy loads later come after the function's own.
    sys.path.remove(python)
    sys.path.append(python)


def add_path_mappings(mappings):
    """
    Puts the folders of this function before those that the editor names. So one configuration of an editor serves all functions. (VS Code's default maps the whole workspace to the working directory.)
    """
    import pydevd_file_utils

    own = [(mapping["localRoot"], mapping["remoteRoot"]) for mapping in mappings]
    plain = pydevd_file_utils.setup_client_server_paths
    pydevd_file_utils.setup_client_server_paths = lambda paths: plain([*own, *paths])
    pydevd_file_utils.setup_client_server_paths([])


def forget_folder():
    """Programs that the function starts, and AWS's bootstrap.py, which looks at it, get the PYTHONPATH of the image."""
    folders = [folder for folder in os.environ.get("PYTHONPATH", "").split(os.pathsep) if folder not in ("", FOLDER)]
    if folders:
        os.environ["PYTHONPATH"] = os.pathsep.join(folders)
    else:
        os.environ.pop("PYTHONPATH", None)


def import_of_image():
    """The image may have a module of this name too."""
    own = sys.modules.pop("sitecustomize")
    try:
        if importlib.util.find_spec("sitecustomize"):
            importlib.import_module("sitecustomize")
    finally:
        sys.modules.setdefault("sitecustomize", own)


sys.path[:] = [folder for folder in sys.path if folder != FOLDER]
if any(word.endswith("/bootstrap.py") for word in getattr(sys, "orig_argv", [])):
    forget_folder()
sys.meta_path.insert(0, WhenRuntimeStarts())
import_of_image()
