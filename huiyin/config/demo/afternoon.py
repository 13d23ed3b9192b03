"""What happens in an afternoon besides the colleagues' own doing: new notices, comings, goings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.cases.absence import end_absence, register_absence
from huiyin.config.demo import texts
from huiyin.config.demo.agenda import settle
from huiyin.config.demo.colleagues import Deed, live
from huiyin.config.demo.notices import Company, put_out
from huiyin.config.demo.texts import Text
from huiyin.directory.absence import is_away
from huiyin.directory.audience import Audience
from huiyin.directory.models import Absence
from huiyin.kit import clock
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.subject import bare

LENGTH = timedelta(hours=4, minutes=30)
TOLD_ONCE = timedelta(hours=12)

Scene = Callable[[Company], Deed | None]


@dataclass(frozen=True, slots=True)
class Publishing:
    """Somebody publishes a notice, unless the same one is out since this morning."""

    text: Text
    departments: tuple[str, ...] = ()

    def __call__(self, company: Company) -> Deed | None:
        author = company[self.text.author]
        since = clock.now() - TOLD_ONCE
        known = Notice.objects.filter(initiator=author, published_at__gt=since)
        if any(bare(title) == self.text.title for title in known.values_list("title", flat=True)):
            return None
        audience = Audience(
            company=not self.departments, departments=company.ids(*self.departments)
        )
        put_out(author, self.text, audience)
        return Deed(author.name, "published", self.text.title)


def leave(company: Company) -> Deed | None:
    """唐果 has to go home; 江予安 answers instead."""
    tang, jiang = company["唐果"], company["江予安"]
    now = clock.now()
    if is_away(tang, now):
        return None
    register_absence(
        tang,
        starts_at=now,
        ends_at=now + timedelta(days=1),
        delegate=jiang,
        reason="病假",
        by=tang,
    )
    return Deed(tang.name, f"went on leave, {jiang.name} answers", "")


def come_back(company: Company) -> Deed | None:
    """白露 is back from her holidays early."""
    bai, now = company["白露"], clock.now()
    away = Absence.objects.filter(person=bai, starts_at__lte=now, ends_at__gt=now).first()
    if away is None:
        return None
    end_absence(away, by=bai)
    return Deed(bai.name, "came back from leave", "")


SCENES: tuple[tuple[timedelta, Scene], ...] = (
    (timedelta(minutes=10), Publishing(texts.RETURNS, ("客服部",))),
    (timedelta(minutes=35), leave),
    (timedelta(minutes=60), Publishing(texts.GATEWAY, ("技术部",))),
    (
        timedelta(minutes=110),
        Publishing(texts.CANTEEN, ("产品部", "财务部", "行政部", "人力资源部")),
    ),
    (timedelta(minutes=150), come_back),
)


class Afternoon:
    """Four and a half hours from ``begins`` on; ``tick`` brings it up to the present moment."""

    def __init__(self, begins: datetime) -> None:
        self.ends = begins + LENGTH
        self._ahead = [(begins + after, scene) for after, scene in SCENES]

    def tick(self) -> list[Deed]:
        """Let everything due happen, deadlines included, and say what people did."""
        settle()
        done = [deed for scene in self._due() if (deed := scene(Company.read())) is not None]
        done += live()
        settle()
        return done

    def is_over(self) -> bool:
        """Whether the evening has come."""
        return clock.now() >= self.ends

    def _due(self) -> list[Scene]:
        now = clock.now()
        due = [scene for at, scene in self._ahead if at <= now]
        self._ahead = [(at, scene) for at, scene in self._ahead if at > now]
        return due
