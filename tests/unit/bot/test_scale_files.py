"""What the compose file and the manifests run on many machines is what Footnote does."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import kubernetes_validate
import pytest
import yaml

from footnote.bot.cli.app import COMMANDS, LazyGroup
from footnote.bot.settings import Settings, load_settings

ROOT = Path(__file__).parents[3]
COMPOSE = ROOT / "docker-compose.scale.yml"
MANIFESTS = ROOT / "deploy" / "kubernetes"
SCHEMAS = ("1.30", "1.37")
LEAVING_S = 10
"""What the bot gives Discord to say goodbye, after `discord.shutdown_grace_s`."""


class Service(NamedTuple):
    """A container as both kinds of file describe it."""

    name: str
    arguments: list[str]
    environment: dict[str, str]
    secret_files: set[str]
    grace_s: float
    replicas: int


def manifests() -> list[dict[str, Any]]:
    listed = yaml.safe_load((MANIFESTS / "kustomization.yaml").read_text())["resources"]
    assert {path.name for path in MANIFESTS.glob("*.yaml")} == {*listed, "kustomization.yaml"}
    return [one for name in listed for one in yaml.safe_load_all((MANIFESTS / name).read_text())]


def workloads() -> list[dict[str, Any]]:
    return [one for one in manifests() if one["kind"] in {"Deployment", "StatefulSet"}]


def of_compose() -> Iterator[Service]:
    for name, service in yaml.safe_load(COMPOSE.read_text())["services"].items():
        yield Service(
            name,
            service.get("command", ["discord"]),
            service.get("environment", {}),
            {f"/run/secrets/{secret}" for secret in service.get("secrets", ())},
            float(service.get("stop_grace_period", "10s").removesuffix("s")),
            service.get("deploy", {}).get("replicas", 1),
        )


def of_manifests() -> Iterator[Service]:
    shared = {one["metadata"]["name"]: one["data"] for one in manifests() if "data" in one}
    for one in workloads():
        pod = one["spec"]["template"]["spec"]
        (container,) = pod["containers"]
        environment = {item["name"]: item["value"] for item in container.get("env", ())}
        for source in container.get("envFrom", ()):
            environment |= shared[source["configMapRef"]["name"]]
        mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
        keys = {"footnote": ("catalog_url", "discord_token")}
        files = {
            f"{mounts[volume['name']]}/{key}"
            for volume in pod["volumes"]
            if "secret" in volume
            for key in (
                [item["path"] for item in volume["secret"].get("items", ())]
                or keys.get(volume["secret"]["secretName"])
                or ("postgres_password", "footnote_password")
            )
        }
        grace_s = pod.get("terminationGracePeriodSeconds", 30)
        arguments = container.get("args", [])
        yield Service(
            one["metadata"]["name"], arguments, environment, files, grace_s, one["spec"]["replicas"]
        )


SERVICES = {"compose": of_compose, "kubernetes": of_manifests}


@pytest.fixture(params=SERVICES)
def services(request: pytest.FixtureRequest) -> dict[str, Service]:
    found = {service.name: service for service in SERVICES[request.param]()}
    assert set(found) == {"bot", "worker", "postgres", "chroma"}
    return found


def settings_of(service: Service, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Settings:
    """Load what a container would, from secrets of the test's own."""
    for name, value in service.environment.items():
        monkeypatch.setenv(name, value)
        if name.endswith("_FILE"):
            assert value in service.secret_files, f"{name} names a file that is not mounted"
            (folder / name).write_text("postgresql://footnote@postgres/footnote\n")
            monkeypatch.setenv(name, str(folder / name))
    return load_settings()


@pytest.mark.parametrize("name", ["bot", "worker"])
def test_settings_exist_and_go_together(
    services: dict[str, Service], name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = settings_of(services[name], monkeypatch, tmp_path)
    assert settings.catalog.url is not None
    assert (settings.vectors.mode, settings.vectors.port) == ("server", 8000)
    assert settings.vectors.host in services
    assert (settings.discord.token is not None) == (name == "bot"), "who needs it not has it not"


@pytest.mark.parametrize("name", ["bot", "worker"])
def test_commands_exist_with_their_options(services: dict[str, Service], name: str) -> None:
    command, *arguments = services[name].arguments
    assert command in COMMANDS
    found = LazyGroup().get_command(None, command)  # type: ignore[arg-type]
    assert found is not None
    found.make_context(command, list(arguments))


def test_a_bot_more_than_shards_is_there_as_a_spare(
    services: dict[str, Service], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = settings_of(services["bot"], monkeypatch, tmp_path)
    assert services["bot"].replicas == settings.discord.shards + 1 == 3
    assert services["worker"].replicas == 1


def test_bots_have_the_time_to_finish(
    services: dict[str, Service], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = settings_of(services["bot"], monkeypatch, tmp_path)
    assert services["bot"].grace_s >= settings.discord.shutdown_grace_s + LEAVING_S


def test_no_secret_is_in_a_file() -> None:
    assert not [one for one in manifests() if one["kind"] == "Secret"]
    for service in (*of_compose(), *of_manifests()):
        for name, value in service.environment.items():
            if re.search("TOKEN|PASSWORD|KEY|URL", name):
                assert name.endswith("_FILE"), name
                assert value in service.secret_files
    files = [COMPOSE, *MANIFESTS.iterdir(), *(ROOT / "deploy" / "postgres").iterdir()]
    assert not [file for file in files if re.search(r"://[^/\s]+:[^/\s]+@", file.read_text())]


def test_the_secrets_are_told_in_the_manual() -> None:
    manual = (ROOT / "docs" / "operate" / "many-machines.md").read_text()
    for service in (*of_compose(), *of_manifests()):
        for file in service.secret_files:
            assert Path(file).name in manual


def test_compose_passes_the_schema_and_declares_what_it_uses() -> None:
    check = str(Path(sys.executable).with_name("check-jsonschema"))
    command = [check, "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    compose = yaml.safe_load(COMPOSE.read_text())
    for service in compose["services"].values():
        assert set(service.get("secrets", ())) <= set(compose["secrets"])
        assert set(service["networks"]) <= set(compose["networks"])
        assert set(service.get("depends_on", ())) <= set(compose["services"])
    assert compose["networks"]["inside"]["internal"] is True
    for name, secret in compose["secrets"].items():
        assert secret == {"file": f"./secrets/{name}"}


def test_compose_gives_no_rights_and_watches_its_stores() -> None:
    services = yaml.safe_load(COMPOSE.read_text())["services"]
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert {"mem_limit", "pids_limit"} <= set(service), name
        assert "ports" not in service, name
    for name in ("postgres", "chroma"):
        assert services[name]["networks"] == ["inside"]
        assert "test" in services[name]["healthcheck"]
        assert services["bot"]["depends_on"][name] == {"condition": "service_healthy"}


@pytest.mark.parametrize("version", SCHEMAS)
def test_manifests_pass_the_schemas_of_kubernetes(version: str) -> None:
    for one in manifests():
        assert kubernetes_validate.validate(one, version, strict=True).startswith(version)


def test_manifests_give_no_rights() -> None:
    for one in workloads():
        pod = one["spec"]["template"]["spec"]
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        (container,) = pod["containers"]
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert "memory" in container["resources"]["limits"]


def test_manifests_name_each_other_and_the_images_that_are_built() -> None:
    apps = {one["spec"]["template"]["metadata"]["labels"]["app"]: one for one in workloads()}
    for app, one in apps.items():
        assert one["spec"]["selector"]["matchLabels"] == {"app": app}
        pod = one["spec"]["template"]["spec"]
        claims = [
            claim["metadata"]["name"] for claim in one["spec"].get("volumeClaimTemplates", ())
        ]
        volumes = {volume["name"] for volume in pod["volumes"]} | set(claims)
        assert {mount["name"] for mount in pod["containers"][0]["volumeMounts"]} == volumes
    for one in manifests():
        if one["kind"] == "Service":
            (container,) = apps[one["spec"]["selector"]["app"]]["spec"]["template"]["spec"][
                "containers"
            ]
            ports = {port["name"]: port["containerPort"] for port in container["ports"]}
            for port in one["spec"]["ports"]:
                assert ports[port["targetPort"]] == port["port"]
    images = yaml.safe_load((MANIFESTS / "kustomization.yaml").read_text())["images"]
    tags = {f"{image['name']}:{image['newTag']}" for image in images}
    assert tags == {
        service["image"] for service in yaml.safe_load(COMPOSE.read_text())["services"].values()
    }


def test_a_disruption_leaves_every_shard_served() -> None:
    (budget,) = (one for one in manifests() if one["kind"] == "PodDisruptionBudget")
    bot = {service.name: service for service in of_manifests()}["bot"]
    assert budget["spec"]["minAvailable"] == int(bot.environment["FOOTNOTE_DISCORD__SHARDS"])


def test_the_dockerfile_of_postgresql_passes_its_linter() -> None:
    lint = str(Path(sys.executable).with_name("hadolint"))
    command = [
        lint,
        "--failure-threshold",
        "info",
        str(ROOT / "deploy" / "postgres" / "Dockerfile"),
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout
