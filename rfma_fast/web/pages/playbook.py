"""The playbook: who they are, how many, what to do with them and what not."""

from __future__ import annotations

from rfma_fast.i18n import local_name, say
from rfma_fast.i18n.formats import day, number, share
from rfma_fast.reports.playbook import TEXTS, ideas_of, outlook_told
from rfma_fast.web import blocks as made
from rfma_fast.web.blocks import Block, Form, Note, Page, Panel
from rfma_fast.web.site import Site


def page(site: Site) -> Page:
    """Return the page: a panel a group, in the order of work."""
    from rfma_fast.analyses.playbook import playbook

    found = site.segmentation()
    blocks: list[Block] = [made.notes(found.alarms)]
    if site.live:
        blocks.append(
            Form(
                "/playbook",
                (
                    site.as_of_filter(found.as_of),
                    site.scheme_filter(),
                    site.shop_filter(),
                    *site.hidden(),
                ),
            )
        )
    about = say("head.as_of", day=day(found.as_of))
    if not found.scheme.playbooks:
        blocks.append(Note(say("web.no_plays")))
        return Page("playbook", say("page.playbook"), tuple(blocks), about, found)
    plays = playbook(found, site.asked.group or None)
    for play in plays.plays:
        size = say(
            "fact.play_size",
            cards=number(play.cards),
            share=share(play.share),
            revenue=number(play.revenue),
        )
        channels = ", ".join(say(f"channel.{channel}") for channel in play.entry.channels)
        left_alone = outlook_told(plays, play)
        told = [] if left_alone is None else [(say("outlook.title"), left_alone)]
        pairs = [
            *told,
            *((say(f"play.{name}"), local_name(getattr(play.entry, name))) for name in TEXTS),
        ]
        pairs.append((say("play.channels"), channels))
        pairs += [
            ("" if place else say("play.ideas"), idea) for place, idea in enumerate(ideas_of(play))
        ]
        group = play.entry.group
        links = (
            *site.download(say("web.download_list"), "group", "xlsx", group=group),
            *site.download(say("web.download_list_csv"), "group", "csv", group=group),
        )
        title = f"{play.entry.order}. {group} {plays.name(play)}"
        blocks.append(Panel(title, (tuple(pairs),), size, links=links))
    return Page("playbook", say("page.playbook"), tuple(blocks), about, found)
