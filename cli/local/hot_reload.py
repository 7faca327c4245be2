"""
Hot reloads: files that differ from a function's image are put into each container that starts, and containers without them are replaced. An invocation that runs ends with the files that it started with.

AWS's runtime interface emulator starts a function's program with the first invocation of its container. So files can be put into a container that was started but not invoked. One spare container is kept for a function that was hot-reloaded, because Docker needs half a second to start one.
"""

import io
import json
import tarfile
import threading
import time

from ministack.core.responses import get_account_id
from ministack.services import lambda_svc

PATH = "/_local/hot-reload/"
# Until then, the first invocation after a hot reload has the processors for itself.
SECONDS_UNTIL_SPARE = 1

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
    pool = lambda_svc._warm_pool
    content = archive(files) if files else None
    with lock:
        if not files and key not in changed_files:
            return
        forget(key)
        if content:
            changed_files[key] = content
        with lambda_svc._warm_pool_lock:
            entries = pool.pop(key, [])
            # Those in use are removed by `release`.
            pool[key] = [entry for entry in entries if entry["in_use"]]
            spares = pool.pop(spare_key(key), [])
    spare = next((entry for entry in spares if can_have(entry["container"], key)), None)
    replaced = [entry for entry in (*entries, *spares) if entry is not spare and not entry["in_use"]]
    later = threading.Timer(SECONDS_UNTIL_SPARE, tidy, [function, replaced, bool(entries or spare)])
    later.daemon = True
    later.start()
    if entries or spare:
        add(key, spare or new_entry(function))


def key_of(config):
    return lambda_svc._warm_pool_key(config["FunctionName"], config)


def spare_key(key):
    # The emulator removes a container of this name with the function's others, and when it was not used for five minutes.
    return f"{key}:spare"


def forget(key):
    """Forgets the files of a function, also those of its earlier images."""
    name = ":".join(key.split(":")[:3])
    for other in list(changed_files):
        if other.startswith(f"{name}:"):
            del changed_files[other]


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
    container, folder = lambda_svc._spawn_lambda_container(function["config"], function.get("code_zip"))
    return {"container": container, "tmpdir": folder, "created": time.time()}


def add(key, entry):
    """Lets an entry answer invocations, unless there was another hot reload in between."""
    with lock:
        if is_current(entry["container"]):
            with lambda_svc._warm_pool_lock:
                entries = lambda_svc._warm_pool.setdefault(key, [])
                entries.append({**entry, "in_use": False, "last_used": time.time()})
            return
    kill([entry])


def tidy(function, replaced, with_spare):
    kill(replaced)
    if not with_spare:
        return
    thread.makes_spare = True
    entry = {**new_entry(function), "in_use": False, "last_used": time.time()}
    with lambda_svc._warm_pool_lock:
        spares = lambda_svc._warm_pool.setdefault(spare_key(key_of(function["config"])), [])
        if not spares:
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
