from rural_taobao.places.codes import CountyCode
from rural_taobao.places.validity import DivisionNamedOtherwise, YearOutsideTable


class TestErrors:
    """An error says in a short sentence what must hold, whatever was given."""

    def test_a_long_name_makes_a_short_message(self) -> None:
        assert len(str(DivisionNamedOtherwise(CountyCode("360721"), 2016, "x" * 5_000, "赣县"))) < 300

    def test_so_does_a_long_year(self) -> None:
        assert len(str(YearOutsideTable(10**5_000, range(2014, 2018)))) < 200
