"""
Starts the containers of functions. Some images don't have AWS's runtime interface emulator: the emulator of AWS sends each event to port 8080 of the container, where AWS's base images run that program. Images on other bases, and programs with an ENTRYPOINT of their own, only run on Lambda. Their containers get the program, and it starts theirs.
"""

import functools
import io
import os
import tarfile

import debugging
import hot_reload
from docker.models.containers import ContainerCollection

FOLDER = os.environ.get("LOCAL_AWS_RUNTIME_EMULATOR", "")
# The name in aws-sam-cli for each architecture, as Docker names it.
PROGRAMS = {"amd64": "aws-lambda-rie-x86_64", "arm64": "aws-lambda-rie-arm64"}
IN_CONTAINER = ".aws-lambda-rie"

plain_run = ContainerCollection.run


def brings_it(entrypoint):
    """Whether AWS's entrypoint is started, or an entrypoint that names the program. Others may start it by a script, which then finds that it runs already."""
    return any(word.endswith(("/lambda-entrypoint.sh", "/aws-lambda-rie")) for word in entrypoint)


@functools.cache
def archive(architecture):
    program = os.path.join(FOLDER, PROGRAMS.get(architecture, ""))
    if not os.path.isfile(program):
        raise RuntimeError(
            f"An image for {architecture} has no runtime interface emulator, and there is none on this machine for it. "
            "A deploy by `lambda-images local` installs it."
        )
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as tar:
        tar.add(program, IN_CONTAINER, filter=executable)
    return content.getvalue()


def executable(info):
    info.uid = info.gid = 0
    info.mode = 0o755
    return info


def run(self, image, command=None, *args, **options):
    config = self.client.images.get(image).attrs
    of_image = config.get("Config") or {}
    entrypoint = options.get("entrypoint") or of_image.get("Entrypoint") or []
    request = None if hot_reload.makes_spare() else debugging.request_for(options)
    if not options.get("detach") or (brings_it(entrypoint) and not request):
        return plain_run(self, image, command, *args, **options)
    archives = []
    if not brings_it(entrypoint):
        # As Docker does: an entrypoint of the function's own leaves out the image's CMD.
        words = command or ([] if options.get("entrypoint") else of_image.get("Cmd")) or []
        command = [*entrypoint, *words]
        options["entrypoint"] = [f"/{IN_CONTAINER}"]
        archives.append(archive(config.get("Architecture", "amd64")))
    if request:
        options = debugging.with_debugger(options, request, of_image)
        archives.append(debugging.archive(request["tools"]))
    del options["detach"]
    container = self.create(image, command, **options)
    try:
        for content in archives:
            container.put_archive("/", content)
        container.start()
    except Exception:
        container.remove(force=True, v=True)
        raise
    if request:
        debugging.started(container)
    return container


def install():
    """Functions are the only containers that this process starts."""
    ContainerCollection.run = run
