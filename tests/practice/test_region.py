"""The practice region is complete, invented and fits together."""

import re

from kohkol.practice import practice_region


def test_every_code_has_the_official_shape_and_its_parent_exists() -> None:
    codes = {place.code: place for place in practice_region().places}
    shapes = {
        "province": r"99",
        "regency": r"99\.[0-6]\d",
        "city": r"99\.7\d",
        "district": r"99\.\d\d\.\d\d",
        "village": r"99\.\d\d\.\d\d\.[12]\d\d\d",
    }
    for place in codes.values():
        assert re.fullmatch(shapes[place.level], place.code), place
        assert place.parent in codes or place.level == "province", place


def test_codes_and_keys_are_unique() -> None:
    region = practice_region()
    for keys in (
        [place.code for place in region.places],
        [agency.code for agency in region.agencies],
        [officer.key for officer in region.officers],
        [(account.network, account.handle) for account in region.accounts],
    ):
        assert len(keys) == len(set(keys))


def test_every_agency_says_what_it_answers_for() -> None:
    region = practice_region()
    places = {place.code for place in region.places}
    assert len(region.agencies) >= 10
    for agency in region.agencies:
        assert agency.place in places
        assert 2 <= agency.task_description.count(".") <= 3, agency.code
        assert len(agency.task_description) > 100, agency.code


def test_officers_and_accounts_belong_to_agencies_and_every_role_is_filled() -> None:
    region = practice_region()
    agencies = {agency.code for agency in region.agencies}
    assert {officer.agency for officer in region.officers} <= agencies
    assert {account.agency for account in region.accounts} <= agencies
    roles = [officer.role for officer in region.officers]
    assert set(roles) == {
        "analyst",
        "head_of_public_communication",
        "writer",
        "account_admin",
        "head_of_office",
        "data_owner",
        "head_of_region",
    }
    assert roles.count("data_owner") >= 2


def test_official_accounts_cannot_be_taken_for_real_ones() -> None:
    assert all(account.handle.endswith("_latihan") for account in practice_region().accounts)


def test_the_office_is_open_on_working_days() -> None:
    weekdays = [day for hours in practice_region().office_hours for day in hours.weekdays]
    assert sorted(weekdays) == [0, 1, 2, 3, 4]
    assert all(hours.opens < hours.closes for hours in practice_region().office_hours)
