"""Updates the tables in this folder from packages of the Python Package Index. Needs Python 3.10 and pip:

    python3 lib/python/data/renew.py                     everything
    python3 lib/python/data/renew.py fastapi redis       only these distributions, and what they require
    npx biome format --write lib/python/data             afterwards
"""

import collections
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.request
import zipfile

from pip._vendor.packaging.markers import Marker, default_environment
from pip._vendor.packaging.requirements import Requirement

HERE = pathlib.Path(__file__).parent
PYTHONS = ["py39", "py310", "py311", "py312", "py313", "py314"]

# Distributions that functions often install. What they require is included, so that everything they bring is known.
OFTEN_INSTALLED = """
aiohttp aws-lambda-powertools aws-requests-auth aws-xray-sdk beautifulsoup4 boto3 cryptography fastapi feedparser Flask
httpx humanize Jinja2 jsonschema lxml mangum markdown numpy openai openpyxl opensearch-py orjson pandas paramiko pg8000
pillow psycopg psycopg2-binary pydantic pydantic-settings PyJWT pymongo PyMySQL pypdf python-dateutil python-dotenv
python-json-logger pytz PyYAML qrcode redis requests requests-aws4auth sentry-sdk simplejson slack-sdk SQLAlchemy
stripe structlog tabulate tenacity tzdata ujson urllib3 xmltodict
awslambdaric pip setuptools wheel
""".split()


def pip(*arguments):
    command = [sys.executable, "-m", "pip", *arguments, "--quiet", "--disable-pip-version-check"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def download(folder, name):
    pip("download", "--dest", folder, "--only-binary", ":all:", "--no-deps", name)
    return zipfile.ZipFile(next(pathlib.Path(folder).glob("*.whl")))


def version_of(wheel):
    name = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return re.search(r"^Version: (.+)$", wheel.read(name).decode(), re.MULTILINE)[1]


def report(names):
    """What pip would install for each of these distributions: its metadata and the URL of its wheel."""
    platforms = ["manylinux2014_x86_64", "manylinux_2_28_x86_64", "manylinux_2_17_x86_64"]
    with tempfile.TemporaryDirectory() as folder:
        options = ["--target", folder, "--dry-run", "--ignore-installed", "--no-deps", "--report", "-"]
        target = ["--only-binary", ":all:", "--python-version", "3.13", "--implementation", "cp"]
        text = pip("install", *options, *target, *(f"--platform={name}" for name in platforms), *names)
    return json.loads(text)["install"]


class RemoteFile(io.RawIOBase):
    """A file on a server, of which only the parts that are read are fetched."""

    def __init__(self, url):
        self.url = url
        self.at = 0
        with urllib.request.urlopen(urllib.request.Request(url, method="HEAD")) as answer:
            self.size = int(answer.headers["Content-Length"])

    def seekable(self):
        return True

    def readable(self):
        return True

    def tell(self):
        return self.at

    def seek(self, offset, whence=io.SEEK_SET):
        self.at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence]
        return self.at

    def readinto(self, buffer):
        end = min(self.at + len(buffer), self.size)
        if end <= self.at:
            return 0
        request = urllib.request.Request(self.url, headers={"Range": f"bytes={self.at}-{end - 1}"})
        with urllib.request.urlopen(request) as answer:
            part = answer.read()[: end - self.at]
        buffer[: len(part)] = part
        self.at += len(part)
        return len(part)


def files_of(url):
    """The names of the files in a wheel. Its list of them is at its end."""
    with zipfile.ZipFile(io.BufferedReader(RemoteFile(url), 1 << 16)) as wheel:
        return wheel.namelist()


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def modules(files):
    """The names that can be imported, at the top."""
    found = set()
    for path in files:
        top, _, rest = path.partition("/")
        if top.endswith((".dist-info", ".data")):
            # purelib and platlib go where the rest goes.
            _, _, rest = rest.partition("lib/") if rest.startswith(("purelib/", "platlib/")) else ("", "", "")
            top, _, rest = rest.partition("/")
        if re.search(r"\.(py|pyi|so|pyd)$", path) and re.match(r"\w+", top):
            found.add(top.split(".")[0])
    return sorted(found)


def environments():
    """CPython 3.9 to 3.14 on both of Lambda's kinds of processors."""
    for minor in range(9, 15):
        for machine in ["x86_64", "aarch64"]:
            version = {"python_version": f"3.{minor}", "python_full_version": f"3.{minor}.9"}
            system = {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"}
            python = {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
            yield {**default_environment(), **version, **system, **python, "platform_machine": machine}


def written(requirement):
    extras = ",".join(sorted(normal(extra) for extra in requirement.extras))
    return normal(requirement.name) + (f"[{extras}]" if extras else "")


def row(metadata, files):
    """`version; modules; what it requires, with ? if only sometimes; extra=what it requires in addition`"""
    requirements = [Requirement(line) for line in metadata.get("requires_dist", [])]
    base = {}
    for requirement in requirements:
        marker = requirement.marker or Marker("python_version > '3'")
        holds = [marker.evaluate({**environment, "extra": ""}) for environment in environments()]
        if any(holds):
            base[written(requirement)] = base.get(written(requirement), False) or all(holds)
    extras = collections.defaultdict(set)
    for extra in metadata.get("provides_extra", []):
        for requirement in requirements:
            if requirement.marker and "extra" in str(requirement.marker) and written(requirement) not in base:
                if any(requirement.marker.evaluate({**each, "extra": extra}) for each in environments()):
                    extras[normal(extra)].add(written(requirement))
    return "; ".join([
        metadata["version"],
        " ".join(modules(files)),
        " ".join(name if always else f"{name}?" for name, always in sorted(base.items())),
        " ".join(f"{extra}={','.join(sorted(names))}" for extra, names in sorted(extras.items())),
    ])


def required(table, name):
    """The distributions that a row always requires, with the extras that are asked for."""
    plain, _, asked = name.rstrip("]").partition("[")
    _, _, base, extras = (table[plain].split("; ") + [""])[:4]
    by_extra = dict(word.split("=") for word in extras.split())
    found = [name for name in base.split() if not name.endswith("?")]
    for extra in asked.split(",") if asked else []:
        found += re.split(r",(?![^\[]*\])", by_extra[extra]) if extra in by_extra else []
    return found


def distributions(names, table):
    # Only what is missing is looked up besides them.
    waiting = [normal(name) for name in names]
    again = {name.partition("[")[0] for name in waiting}
    done = set()
    while waiting:
        new = sorted({name.partition("[")[0] for name in waiting} - (table.keys() - again))
        for start in range(0, len(new), 50):
            for found in report(new[start : start + 50]):
                metadata = found["metadata"]
                table[normal(metadata["name"])] = row(metadata, files_of(found["download_info"]["url"]))
        again -= set(new)
        done.update(waiting)
        waiting = sorted({name for one in waiting for name in required(table, one)} - done)


def write(name, source, licence, table):
    content = {"source": source, "licence": licence, **table}
    (HERE / name).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def standard_library():
    with tempfile.TemporaryDirectory() as folder:
        wheel = download(folder, "stdlibs")
        names = set()
        for python in PYTHONS:
            scope = {}
            exec(wheel.read(f"stdlibs/{python}.py").decode(), scope)
            names |= scope["module_names"]
        source = f"stdlibs {version_of(wheel)} (made from CPython itself), the union of CPython 3.9 to 3.14"
        write("standard-library.json", source, "MIT", {"modules": " ".join(sorted(names))})


def module_aliases():
    with tempfile.TemporaryDirectory() as folder:
        wheel = download(folder, "pipreqs")
        aliases = collections.defaultdict(list)
        for line in wheel.read("pipreqs/mapping").decode().split():
            module, name = line.split(":")
            aliases[module].append(name)
        table = {"distributions": {module: " ".join(sorted(aliases[module])) for module in sorted(aliases)}}
        write("module-aliases.json", f"pipreqs {version_of(wheel)}, the file mapping", "Apache-2.0", table)


def main(names):
    if not names:
        standard_library()
        module_aliases()
    table = json.loads((HERE / "distributions.json").read_text(encoding="utf-8"))["distributions"] if names else {}
    distributions(names or OFTEN_INSTALLED, table)
    source = "the metadata and contents of each distribution: version; modules; what it requires, with ? if only on some Pythons; what it requires with an extra"
    write("distributions.json", source, "facts, each of its own distribution", {"distributions": dict(sorted(table.items()))})


main(sys.argv[1:])
