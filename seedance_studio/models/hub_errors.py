"""The one place where the hub's errors become ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from huggingface_hub import errors as hub
from huggingface_hub import get_token

from seedance_studio.errors import HubFailed, StudioError, Text


@contextmanager
def asking_the_hub(repository: str) -> Iterator[None]:
    """What goes wrong becomes a HubFailed that says what to do.

    Args:
        repository: that is asked for.
    """
    try:
        yield
    except StudioError:
        raise
    except hub.GatedRepoError as error:
        raise HubFailed(*_gated(repository)) from error
    except (hub.RepositoryNotFoundError, hub.RevisionNotFoundError) as error:
        raise HubFailed(
            Text(f"The hub has no '{repository}'.", f"模型站没有“{repository}”。"),
            Text(
                "It may have moved; look for it on the hub, or use Seedling meanwhile.",
                "它可能已改名，请在模型站上查找；在此期间可使用 Seedling 小苗。",
            ),
        ) from error
    except hub.OfflineModeIsEnabled as error:
        raise HubFailed(
            Text(
                "HF_HUB_OFFLINE is set: nothing may be fetched.",
                "已设置 HF_HUB_OFFLINE，禁止下载。",
            ),
            Text(
                f"Unset it, or copy '{repository}' here from another machine: see the models page.",
                f"请取消该设置，或从其他机器拷贝“{repository}”。",
            ),
        ) from error
    except OSError as error:
        if error.errno is not None:
            raise HubFailed(
                Text(
                    f"The files cannot be stored: {error.strerror}.",
                    f"无法保存文件：{error.strerror}。",
                ),
                Text(
                    "Free some space, or choose another disk with --to; what is here is kept.",
                    "请清理磁盘，或用 --to 选择其他磁盘；已下载的部分会保留。",
                ),
            ) from error
        raise _unreachable(error) from error
    except Exception as error:
        raise _unreachable(error) from error


def _gated(repository: str) -> tuple[Text, Text]:
    if get_token() is None:
        hint = Text(
            "Log in with `hf auth login` or set HF_TOKEN, and accept the licence on the model's "
            "page. Seedling needs no account.",
            "请先运行 `hf auth login` 或设置 HF_TOKEN，并在模型页面接受许可。"
            "Seedling 小苗无需账号。",
        )
    else:
        hint = Text(
            "Accept the licence on the model's page with the account that HF_TOKEN is of. "
            "Seedling needs no account.",
            "请用 HF_TOKEN 对应的账号在模型页面接受许可。Seedling 小苗无需账号。",
        )
    return Text(
        f"'{repository}' is only given to accounts that have accepted its licence.",
        f"“{repository}”仅提供给已接受其许可的账号。",
    ), hint


def _unreachable(error: Exception) -> HubFailed:
    return HubFailed(
        Text(f"The hub cannot be reached: {error}", f"无法连接模型站：{error}"),
        Text(
            "Check the connection and run the same again: it goes on where it stopped. "
            "HF_ENDPOINT names a mirror. Seedling works meanwhile.",
            "请检查网络后重新运行，会从中断处继续；可用 HF_ENDPOINT 指定镜像。"
            "在此期间可使用 Seedling 小苗。",
        ),
    )
