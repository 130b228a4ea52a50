"""Counting against an independent calculation: day by day, hour by hour, with nothing shared but the calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.law.counting import Period, Unit, due
from mingjing.law.holidays import Calendar, overlaid, read

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYS = Calendar()
INSTANTS = st.datetimes(
    min_value=datetime(2024, 1, 1),
    max_value=datetime(2026, 6, 1),
    timezones=st.sampled_from([UTC, SHANGHAI, ZoneInfo("America/New_York")]),
).map(lambda at: at.replace(microsecond=0, fold=0))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def end_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) + timedelta(days=1)


def wall(start: datetime) -> date:
    return start.astimezone(SHANGHAI).date()


@given(INSTANTS, st.integers(1, 72), st.integers(0, 600))
def test_hours_elapse_on_the_clock_and_pauses_shift_them(start: datetime, hours: int, paused: int):
    found = due(start, Period(hours, Unit.HOUR), DAYS, paused=timedelta(minutes=paused))
    assert found.at.timestamp() == start.timestamp() + hours * 3600 + paused * 60
    assert found.other is not None
    late = (found.other - found.at).total_seconds()
    assert 0 <= late < 3600
    assert (found.other - timedelta(minutes=paused)).minute == 0


@given(INSTANTS, st.integers(1, 60))
def test_days_leave_out_the_first_and_end_at_midnight(start: datetime, days: int):
    counted, day = 0, wall(start)
    while counted < days:
        day = date.fromordinal(day.toordinal() + 1)
        counted += 1
    assert due(start, Period(days, Unit.DAY), DAYS).at == end_of(day)


@given(INSTANTS, st.integers(1, 30))
def test_working_days_are_the_nth_working_day_after_the_first(start: datetime, days: int):
    later = (date.fromordinal(wall(start).toordinal() + n) for n in range(1, 120))
    working = [day for day in later if DAYS.is_workday(day)]
    assert due(start, Period(days, Unit.WORKING_DAY), DAYS).at == end_of(working[days - 1])


@given(INSTANTS, st.integers(1, 24))
def test_months_end_on_the_same_day_or_the_last(start: datetime, months: int):
    first = wall(start)
    year, month = first.year, first.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    last_of_month = end_of(date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)) - timedelta(days=1)
    is_last = (first + timedelta(days=1)).day == 1
    day = last_of_month.day if is_last else min(first.day, last_of_month.day)
    assert due(start, Period(months, Unit.MONTH), DAYS).at == end_of(date(year, month, day))


@given(INSTANTS, st.integers(1, 3))
def test_years_are_twelve_months_each(start: datetime, years: int):
    assert due(start, Period(years, Unit.YEAR), DAYS) == due(start, Period(12 * years, Unit.MONTH), DAYS)


@given(INSTANTS, st.integers(1, 60), st.integers(0, 10))
def test_a_rolled_limit_ends_on_a_working_day_and_never_earlier(start: datetime, days: int, paused: int):
    fixed = due(start, Period(days, Unit.DAY), DAYS, paused_days=paused).at
    rolled = due(start, Period(days, Unit.DAY), DAYS, paused_days=paused, roll=True).at
    last = rolled.astimezone(SHANGHAI).date() - timedelta(days=1)
    assert DAYS.is_workday(last)
    between = (last - timedelta(days=n) for n in range(1, (rolled - fixed).days + 1))
    assert not any(DAYS.is_workday(day) for day in between)


@given(INSTANTS, st.sampled_from(list(Unit)), st.integers(1, 20))
def test_longer_periods_never_end_earlier(start: datetime, unit: Unit, amount: int):
    assert due(start, Period(amount, unit), DAYS).at < due(start, Period(amount + 1, unit), DAYS).at


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        # The worked example of detention on 23 November 2026, 10:20.
        ("2026-11-23 10:20", "24h", "2026-11-24 10:20"),
        ("2026-11-23 10:20", "3d", "2026-11-27 00:00"),
        ("2026-11-23 10:20", "7d", "2026-12-01 00:00"),
        ("2026-11-23 10:20", "30d", "2026-12-24 00:00"),
        # Months: same day, missing day, from a last day to a last day (SPC21 202).
        ("2026-01-15 09:00", "1mo", "2026-02-16 00:00"),
        ("2026-01-30 09:00", "1mo", "2026-03-01 00:00"),
        ("2026-02-28 09:00", "1mo", "2026-04-01 00:00"),
        ("2024-02-29 09:00", "1y", "2025-03-01 00:00"),
        # Five working days across the National Day holidays of 2026, with the worked Saturday after them.
        ("2026-09-29 09:00", "5wd", "2026-10-13 00:00"),
    ],
)
def test_known_dates(start: str, period: str, end: str):
    assert due(at(start), Period.parse(period), DAYS).at == at(end)


@pytest.mark.parametrize(
    ("start", "other"),
    [("10:20", "19:00"), ("10:00", "18:00"), ("10:59:59", "19:00"), ("23:01", "08:00")],
)
def test_the_other_reading_leaves_out_the_starting_hour(start: str, other: str):
    found = due(at(f"2026-11-23 {start}"), Period.parse("8h"), DAYS).other
    assert found is not None
    assert found.astimezone(SHANGHAI).strftime("%H:%M") == other


def test_a_holiday_at_the_end_moves_the_limit_only_when_it_may_roll():
    start, period = at("2026-09-30 09:00"), Period.parse("3d")
    assert due(start, period, DAYS).at == at("2026-10-04 00:00")
    assert due(start, period, DAYS, roll=True).at == at("2026-10-09 00:00")


def test_an_unknown_year_falls_back_to_weekends_and_says_so():
    start = at("2027-09-28 09:00")
    found = due(start, Period.parse("3d"), DAYS, roll=True)
    assert not found.calendar_known
    assert found.at == at("2027-10-02 00:00")
    assert due(start, Period.parse("3d"), DAYS).calendar_known


def test_the_overlay_adds_days_and_declares_a_year_complete(tmp_path):
    file = tmp_path / "holidays.yaml"
    file.write_text("holidays: [2027-10-01, 2027-10-04]\nworkdays: [2027-10-02]\ncomplete: [2027]\n")
    days = read(file)
    found = due(at("2027-09-28 09:00"), Period.parse("3d"), days, roll=True)
    assert found.calendar_known
    assert found.at == at("2027-10-03 00:00")
    assert not overlaid({}).knows(2027)


@pytest.mark.parametrize("text", ["8", "h", "8 h", "-1d", "1.5h", "8hours", ""])
def test_what_is_no_period_is_refused(text: str):
    with pytest.raises(ValueError):
        Period.parse(text)


@given(st.sampled_from(list(Unit)), st.integers(1, 999))
def test_a_period_is_written_as_it_is_read(unit: Unit, amount: int):
    period = Period(amount, unit)
    assert Period.parse(str(period)) == period
    assert str(amount) in period.text.zh
    assert str(amount) in period.text.en


@pytest.mark.parametrize(
    ("period", "roll", "known"),
    [("3d", False, True), ("3d", True, False), ("3wd", False, False), ("2mo", False, True), ("8h", True, True)],
)
def test_an_answer_by_weekends_only_says_so(period: str, roll: bool, known: bool):
    unheard_of = datetime(2199, 3, 5, 12, tzinfo=UTC)
    assert not DAYS.knows(2199)
    assert due(unheard_of, Period.parse(period), DAYS, roll=roll).calendar_known is known


def test_which_of_two_periods_is_roughly_shorter():
    written = ["30min", "12h", "1d", "1wd", "37h", "2d", "1mo", "1y"]
    assert [str(p) for p in sorted(map(Period.parse, reversed(written)), key=lambda p: p.rough)] == written
