"""
Hot reloads: files that differ from a function's image are put into each container that starts, and containers without them are replaced. An invocation that runs ends with the files that it started with.

AWS's runtime interface emulator starts a function's program with the first invocation of its container. So files can be put into a container that was started but not invoked. One spare container is kept for a function that was hot-reloaded, because Docker needs half a second to start one.
"""

import io
import json
import tarfile
import threading
import time

import debugging
from ministack.core.responses import get_account_id
from ministack.services import lambda_svc

PATH = "/_local/hot-reload/"
# Until then, the first invocation after a hot reload has the processors for itself.
SECONDS_UNTIL_SPARE = 1

# Ends the emulator's name for the spare container of an image.
SPARE = ":spare"

# By the emulator's name for the containers of one image of a function: an archive of the files.
changed_files = {}
# For these, and for what the containers have.
lock = threading.Lock()
thread = threading.local()

plain_spawn = lambda_svc._spawn_lambda_container
plain_release = lambda_svc._pool_release


def answer(region, function_name, body):
    """@param body the files in JSON, each with its `source` on this machine and its `imagePath`"""
    function = lambda_svc._functions.get_scoped(get_account_id(), region, function_name)
    if function is None:
        return 404, {}, b"There is no such function."
    try:
        hot_reload(function, json.loads(body))
    except Exception as error:
        return 500, {}, str(error).encode()
    return 204, {}, b""


def hot_reload(function, files):
    key = key_of(function["config"])
    content = archive(files) if files else None
    with lock:
        known = forget(key)
        if not content and not known:
            return
        if content:
            changed_files[key] = content
        with lambda_svc._warm_pool_lock:
            runs = bool(lambda_svc._warm_pool.get(key))
            spares = lambda_svc._warm_pool.pop(spare_key(key), [])
            replaced = take_outdated(function_of(key))
    # A container for a debugger is started by the invocation.
    wanted = (runs or bool(spares)) and not debugging.is_requested()
    spare = next((entry for entry in spares if wanted and can_have(entry["container"], key)), None)
    replaced += [entry for entry in spares if entry is not spare]
    later = threading.Timer(SECONDS_UNTIL_SPARE, tidy, [function, replaced, wanted])
    later.daemon = True
    later.start()
    if wanted:
        add(function, spare or new_entry(function))


def take_outdated(function):
    """Takes the free containers of a function out of the emulator's pool that don't have the right files. `release` removes those in use."""
    taken = []
    for key, entries in lambda_svc._warm_pool.items():
        if key.startswith(function) and not key.endswith(SPARE):
            outdated = [entry for entry in entries if not entry["in_use"] and not is_current(entry["container"])]
            taken += outdated
            entries[:] = [entry for entry in entries if entry not in outdated]
    return taken


def function_of(key):
    """How the keys of a function's images begin."""
    return ":".join(key.split(":")[:3]) + ":"


def key_of(config):
    return lambda_svc._warm_pool_key(config["FunctionName"], config)


def spare_key(key):
    # The emulator removes a container of this name with the function's others, and when it was not used for five minutes.
    return key + SPARE


def forget(key):
    """Forgets the files of a function, also those of its earlier images. @returns whether there were any"""
    of_function = [other for other in changed_files if other.startswith(function_of(key))]
    for other in of_function:
        del changed_files[other]
    return bool(of_function)


def archive(files):
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as tar:
        for file in files:
            tar.add(file["source"], file["imagePath"], filter=as_new)
    return content.getvalue()


def as_new(info):
    info.uid = info.gid = 0
    # Python compares this time with that in a compiled file.
    info.mtime = int(time.time())
    return info


def put(container, key):
    files = changed_files.get(key)
    if files:
        container.put_archive("/", files)
    container.hot_reloaded = key, files


def can_have(spare, key):
    """Puts the files into a spare container. @returns whether that was possible, and it runs"""
    try:
        put(spare, key)
        return lambda_svc._is_container_running(spare)
    except Exception:
        return False


def is_current(container):
    key, files = container.hot_reloaded
    return files is changed_files.get(key)


def new_entry(function):
    config = function["config"]
    revision = config["RevisionId"]
    # A timer's thread has no request, and so no region.
    container, folder = lambda_svc._run_with_function_config_scope(
        function, lambda_svc._spawn_lambda_container, config, function.get("code_zip")
    )
    now = time.time()
    entry = {"container": container, "tmpdir": folder, "in_use": False, "created": now, "last_used": now}
    return {**entry, "revision": revision}


def can_be_added(function, entry, key):
    """Whether the function has not been changed or deleted since the container was started."""
    account, region, name = key.split(":")[:3]
    is_there = lambda_svc._functions.get_scoped(account, region, name) is function
    return is_there and entry.pop("revision", None) in (None, function["config"]["RevisionId"])


def add(function, entry):
    """Lets a container answer invocations, unless there was a change or another hot reload in between."""
    key = key_of(function["config"])
    reserved = function.get("concurrency")
    if isinstance(reserved, dict):
        reserved = reserved.get("ReservedConcurrentExecutions")
    with lock:
        if can_be_added(function, entry, key) and is_current(entry["container"]):
            with lambda_svc._warm_pool_lock:
                entries = lambda_svc._warm_pool.setdefault(key, [])
                if reserved is None or len(entries) < int(reserved):
                    entry["last_used"] = time.time()
                    entries.append(entry)
                    return
    kill([entry])


def tidy(function, replaced, with_spare):
    kill(replaced)
    if not with_spare:
        return
    thread.makes_spare = True
    entry = new_entry(function)
    key = key_of(function["config"])
    with lambda_svc._warm_pool_lock:
        spares = lambda_svc._warm_pool.setdefault(spare_key(key), [])
        if not spares and can_be_added(function, entry, key):
            spares.append(entry)
            return
    kill([entry])


def makes_spare():
    """Whether the present thread starts a spare container."""
    return getattr(thread, "makes_spare", False)


def kill(entries):
    for entry in entries:
        lambda_svc._kill_pool_entry(entry)


def spawn(config, *args, **options):
    container, folder = plain_spawn(config, *args, **options)
    # A spare container gets the files of a later hot reload.
    if not makes_spare():
        try:
            put(container, key_of(config))
        except Exception:
            kill([{"container": container, "tmpdir": folder}])
            raise
    return container, folder


def release(entry):
    with lock:
        if is_current(entry["container"]):
            plain_release(entry)
            return
    # As the emulator does after a time-out: the caller doesn't wait for it.
    threading.Thread(target=lambda_svc._pool_remove, args=(entry,), daemon=True).start()


def install():
    lambda_svc._spawn_lambda_container = spawn
    lambda_svc._pool_release = release
