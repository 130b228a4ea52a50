"""The sign-ins the demonstration prints: one officer for every post, all with the demonstration's password."""

from mingjing.demo.cast import cast


def signins() -> list[list[str]]:
    """Rows of number, name, post, password, for the county centre's staff first. Needs Django set up."""
    from mingjing.demo.crew import SEATS  # noqa: PLC0415 - the package is looked at before Django is set up
    from mingjing.org.models import Officer  # noqa: PLC0415
    from mingjing.org.posts import posts  # noqa: PLC0415

    rows = []
    for post in dict.fromkeys(seat.post for seat in SEATS):
        holder = Officer.objects.filter(postings__post=post, postings__until=None).order_by("number").first()
        if holder:
            rows.append([holder.number, holder.name, str(posts()[post].text), cast()["password"]])
    return rows
