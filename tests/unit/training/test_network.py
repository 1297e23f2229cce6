"""The network on a tiny encoder: its loss, what is frozen, and steps shared by threads."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from training.encoding import Row

if TYPE_CHECKING:
    from training.network import ReaderNetwork


@pytest.fixture
def network() -> Iterator["ReaderNetwork"]:
    # Here, not above: every process that collects the tests would load torch, for seconds.
    import torch
    from transformers import BertConfig, BertModel

    from training.network import ReaderNetwork

    torch.manual_seed(0)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # more of them wait for each other longer than so small a step takes
    config = BertConfig(
        vocab_size=50,
        hidden_size=8,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=32,
    )
    made = ReaderNetwork(BertModel(config), torch.ones(1, 8), torch.zeros(1))
    yield made.eval()
    torch.set_num_threads(threads)


def row(length: int, start: int, end: int, weight: float = 1.0) -> Row:
    ids = [1, *range(10, 10 + length), 2]
    return Row(ids, [0] * len(ids), 2, start, end, float(start > 0), weight, "")


def test_a_right_and_sure_network_has_little_loss(network: "ReaderNetwork") -> None:
    import torch

    from training.network import batch_of, loss_of

    batch = batch_of([row(6, 3, 4), row(4, 0, 0)])
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    for _ in range(200):
        loss_of(network, batch).backward()
        optimizer.step()
        optimizer.zero_grad()
    starts, ends, answers = network(batch.ids, batch.mask, batch.types)
    assert starts.masked_fill(~batch.inside, -1e4).argmax(1).tolist() == [3, 0]
    assert ends.masked_fill(~batch.inside, -1e4).argmax(1).tolist() == [4, 0]
    assert (answers > 0).tolist() == [True, False]
    assert float(loss_of(network, batch).detach()) < 0.5


def test_weights_scale_the_loss_of_their_rows(network: "ReaderNetwork") -> None:
    import torch

    from training.network import batch_of, loss_of

    one, two = row(6, 3, 4), row(4, 0, 0)
    light = row(4, 0, 0, weight=0.5)
    with torch.no_grad():
        whole = float(loss_of(network, batch_of([one, two])))
        halved = float(loss_of(network, batch_of([one, light])))
        alone = float(loss_of(network, batch_of([two])))
    assert halved == pytest.approx(whole - alone / 2, rel=1e-4)


def test_frozen_layers_get_no_gradient(network: "ReaderNetwork") -> None:
    from training.network import batch_of, freeze_below, loss_of

    freeze_below(network, 1)
    loss_of(network, batch_of([row(6, 3, 4)])).backward()
    trained = {name for name, one in network.named_parameters() if one.grad is not None}
    assert not any("embeddings" in name or "layer.0." in name for name in trained)
    assert any("layer.1." in name for name in trained)


def test_threads_sum_to_the_gradient_of_one_batch(network: "ReaderNetwork") -> None:
    import torch

    from training.network import batch_of, loss_of
    from training.stepping import SharedSteps

    rows = [row(6, 3, 4), row(4, 0, 0), row(5, 2, 2), row(7, 0, 0, weight=0.5)]
    loss = loss_of(network, batch_of(rows)) / 3.5
    loss.backward()
    expected = {name: one.grad for name, one in network.named_parameters()}
    network.zero_grad(set_to_none=True)
    shared = SharedSteps(network, 2)
    told = shared.gradients([batch_of(rows[:2]), batch_of(rows[2:])])
    assert told == pytest.approx(float(loss.detach()), rel=1e-4)
    for name, one in network.named_parameters():
        if expected[name] is None:
            assert one.grad is None
        else:
            torch.testing.assert_close(one.grad, expected[name], rtol=1e-3, atol=1e-6)


def test_replicas_see_what_the_optimizer_changed(network: "ReaderNetwork") -> None:
    import torch

    from training.network import batch_of
    from training.stepping import SharedSteps

    shared = SharedSteps(network, 1)
    batch = batch_of([row(6, 3, 4)])
    before = shared.gradients([batch])
    with torch.no_grad():
        for one in network.parameters():
            one.add_(one.grad if one.grad is not None else torch.zeros(1), alpha=-0.1)
    network.zero_grad(set_to_none=True)
    assert shared.gradients([batch]) < before
