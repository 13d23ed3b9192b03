import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.evidence import Channel, Evidence, Proof, join, worth

pytestmark = pytest.mark.req("Z03")
LEVELS = st.sampled_from(Evidence)


@given(LEVELS, LEVELS, LEVELS)
def test_joining_is_a_lattice(one: Evidence, two: Evidence, three: Evidence) -> None:
    assert join(one, two) == join(two, one)
    assert join(join(one, two), three) == join(one, join(two, three))
    assert join(one, one) == one
    assert join(one, two) >= one


@pytest.mark.parametrize("proof", [Proof.PIXEL, Proof.DISPOSITION, Proof.PROVIDER_READ])
@pytest.mark.parametrize("channel", Channel)
def test_a_pixel_or_a_providers_read_is_never_more_than_opened(
    proof: Proof, channel: Channel
) -> None:
    assert worth(proof, channel) <= Evidence.OPENED


@pytest.mark.parametrize("proof", Proof)
def test_web_push_is_no_reach_and_every_proof_has_a_worth(proof: Proof) -> None:
    assert worth(proof, Channel.WEBPUSH) is Evidence.NONE
    assert worth(proof, Channel.MAIL) > Evidence.NONE
