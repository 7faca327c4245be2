"""Updates the tables in this folder from packages of the Python Package Index. Needs Python 3.10 and pip:

    python3 lib/python/data/renew.py                     everything
    python3 lib/python/data/renew.py fastapi redis       only these distributions, and what they require
    npx biome format --write lib/python/data             afterwards
"""

import collections
import concurrent.futures
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
aioboto3 aiobotocore aiofiles aiohttp aioredis aiosqlite alembic altair amqp annotated-types anthropic anyio apispec argon2-cffi
arrow asgiref async-timeout asyncpg attrs authlib autobahn aws-cdk-lib aws-encryption-sdk aws-lambda-powertools
aws-requests-auth aws-sam-translator aws-xray-sdk awscrt awslambdaric awswrangler azure-core azure-identity
azure-storage-blob babel backoff bcrypt beautifulsoup4 billiard biopython black bleach blinker bokeh boltons boto boto3
botocore bottle bs4 cachetools celery certifi cffi chalice chardet charset-normalizer cheroot cherrypy chromadb click
cloudpickle cohere colorama coloredlogs confluent-kafka connexion cramjam croniter cryptography cssselect cx-oracle cython
dacite dash dask databases datadog datadog-lambda dataclasses-json ddtrace decorator deepdiff defusedxml deprecated
diskcache dill django django-cors-headers django-environ django-filter django-storages djangorestframework dnspython docker
docutils docx2txt dpath duckdb dynaconf elastic-transport elasticsearch elasticsearch-dsl email-validator emoji et-xmlfile
faiss-cpu faker falcon fastapi fastavro fastjsonschema fastparquet feedgen feedparser ffmpeg-python filelock fire flask
flask-cors flask-login flask-migrate flask-restful flask-restx flask-sqlalchemy flask-wtf freezegun fsspec ftfy furl
future gensim geoip2 geojson geopandas geopy gevent gitpython google-api-core google-api-python-client google-auth
google-auth-httplib2 google-auth-oauthlib google-cloud-bigquery google-cloud-pubsub google-cloud-secret-manager
google-cloud-storage google-generativeai google-genai googleapis-common-protos gql graphene graphql-core greenlet grpcio
grpcio-status gspread gunicorn h11 h5py hiredis html2text html5lib httplib2 httptools httpx httpx-sse huggingface-hub
humanize hvac hydra-core hypercorn hypothesis icalendar idna imageio imap-tools importlib-metadata inflection influxdb
influxdb-client ipython isodate itsdangerous jinja2 jiter jmespath joblib jose jproperties jsonlines jsonpath-ng
jsonpatch jsonpickle jsonref jsonschema jwcrypto kafka-python keras keyring kombu kubernetes langchain langchain-aws
langchain-community langchain-core langchain-openai langchain-text-splitters langdetect langgraph langsmith layoutparser
levenshtein lightgbm limits litellm llama-index-core loguru lxml lz4 mako mangum markdown markdown-it-py markdown2
markdownify markupsafe marshmallow marshmallow-sqlalchemy matplotlib mistralai mistune mlflow-skinny mock more-itertools
moto motor mpmath msal msgpack msgspec multidict mypy-boto3-s3 mysql-connector-python mysqlclient nameparser nbformat neo4j
networkx newrelic nltk notion-client num2words numba numexpr numpy oauthlib odfpy onnx onnxruntime openai opencensus
opencv-python opencv-python-headless openpyxl opensearch-py opentelemetry-api opentelemetry-distro
opentelemetry-exporter-otlp opentelemetry-instrumentation opentelemetry-sdk oracledb orjson oscrypto packaging
pandas pandera paramiko parse parsel passlib pathlib2 patsy pdf2image pdfkit pdfminer-six pdfplumber peewee pendulum
pg8000 pgvector phonenumbers pika pikepdf pillow pinecone pip pipenv playwright plotly ply poetry polars portalocker
pony premailer presto-python-client prettytable prometheus-client protobuf psutil psycopg psycopg-binary psycopg-pool
psycopg2-binary py-cpuinfo py7zr pyarrow pyasn1 pycountry pycparser pycryptodome pycryptodomex pycurl pydantic
pydantic-core pydantic-settings pydot pydub pygithub pygments pyhumps pyjwt pykka pymemcache pymongo pymssql pymupdf
pymysql pynacl pynamodb pyodbc pyopenssl pyotp pyparsing pypdf pypdf2 pyperclip pypika pypng pyproj pyrsistent pyshp
pysftp pysocks pytesseract pytest python-barcode python-box python-dateutil python-decouple python-docx python-dotenv
python-frontmatter python-gnupg python-http-client python-jose python-json-logger python-ldap python-levenshtein
python-magic python-multipart python-pptx python-slugify python-telegram-bot python-twitter pytz pywavelets pyxlsb pyyaml
pyzipper pyzmq qdrant-client qrcode ratelimit ray rasterio readability-lxml redis redshift-connector regex reportlab
requests requests-aws4auth requests-cache requests-file requests-html requests-oauthlib requests-toolbelt responses
retry retrying rich rq rsa rtree ruamel-yaml s3fs s3transfer safetensors sagemaker sanic schedule schema scikit-image
scikit-learn scipy scrapy seaborn segno selectolax selenium semver sendgrid sentence-transformers sentencepiece sentry-sdk
serverless-wsgi setuptools sh shapely shortuuid simple-salesforce simplejson singer-python six slack-bolt slack-sdk
slackclient smart-open smbprotocol snowballstemmer snowflake-connector-python snowflake-sqlalchemy sortedcontainers
soupsieve spacy sqlalchemy sqlalchemy-utils sqlglot sqlmodel sqlparse sshtunnel starlette statsmodels stripe structlog
supabase svgwrite sympy tabulate tenacity tensorflow-cpu textblob textdistance thefuzz rapidfuzz threadpoolctl tifffile
tiktoken tinycss2 tinydb tldextract toml tomli tomli-w tomlkit toolz torch tornado tortoise-orm tqdm trafilatura traitlets
transformers trino trio twilio typeguard typer types-requests typing-extensions typing-inspect tzdata tzlocal ua-parser
ujson unidecode unstructured uritemplate urllib3 user-agents uv uvicorn uvloop validators vine vobject voluptuous
warrant watchdog watchfiles watchtower webargs webcolors webdriver-manager websocket-client websockets werkzeug wheel
whitenoise wikipedia wordcloud wrapt wtforms xgboost xlrd xlsxwriter xmlschema xmltodict yarl yfinance youtube-dl yt-dlp
zeep zipp zstandard
""".split()


# Older major versions that are still often installed.
OLDER_INSTALLED = """
aws-lambda-powertools<3 django<6 elasticsearch<9 flask<3 google-cloud-storage<3 huggingface-hub<1 jinja2<3 langchain<1
langchain-core<1 langchain-openai<1 langgraph<1 marshmallow<4 networkx<3 openai<2 opensearch-py<3 pandas<3 pydantic<2
pytest<9 python-dateutil<3 redis<7 rich<14 selenium<4 stripe<13 transformers<5 twilio<9 werkzeug<3
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
    try:
        return reported(names)
    except subprocess.CalledProcessError:
        if len(names) == 1:
            print(f"{names[0]}: no wheel for Linux and CPython 3.13, left out", file=sys.stderr)
            return []
        half = len(names) // 2
        return report(names[:half]) + report(names[half:])


def reported(names):
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
    if plain not in table:
        return []
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
            found = report(new[start : start + 50])
            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                files = pool.map(files_of, [each["download_info"]["url"] for each in found])
                for each, names_of_files in zip(found, files):
                    table[normal(each["metadata"]["name"])] = row(each["metadata"], names_of_files)
        again -= set(new)
        done.update(waiting)
        waiting = sorted({name for one in waiting for name in required(table, one)} - done)


def add_older(table):
    """What the older major version requires may be there, too."""
    for found in report(OLDER_INSTALLED):
        metadata = found["metadata"]
        name = normal(metadata["name"])
        version, modules, base, *extras = (table[name].split("; ") + [""])[:4]
        required_before = row(metadata, []).split("; ")[2].split()
        new = {each.rstrip("?") for each in required_before} - {each.rstrip("?") for each in base.split()}
        base = " ".join(sorted([*base.split(), *(f"{each}?" for each in new)]))
        table[name] = "; ".join([f"{version.split(' ')[0]} {metadata['version']}", modules, base, *extras])


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
    add_older(table)
    source = "the metadata and contents of each distribution: versions, newest first; modules; what it requires, with ? if only on some Pythons; what it requires with an extra"
    write("distributions.json", source, "facts, each of its own distribution", {"distributions": dict(sorted(table.items()))})


main(sys.argv[1:])
