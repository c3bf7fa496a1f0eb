"""Who reads, and who is asked for a second opinion."""

import pytest

MODULE = "/web_src/scan/readers.js"
PLAYED = """
    const starts = [];
    const tesseract = { name: 'tesseract' };
    const own = { name: 'own' };
    const startTesseract = async () => {
        starts.push(1);
        if (starts.length <= failures) throw new Error('no network');
        return tesseract;
    };
"""


def run(page, modules, steps: str, own: bool = True, failures: int = 0):
    return modules.run(page, f"""async (m, {{ own: has, failures }}) => {{ {PLAYED}
        const readers = m.createReaders({{ own: has ? own : null, startTesseract }});
        {steps}
    }}""", MODULE, {"own": own, "failures": failures})


def test_our_own_reads_and_tesseract_is_not_even_started(page, modules):
    name, starts = run(page, modules, "return [(await readers.reader()).name, starts.length];")
    assert (name, starts) == ("own", 0)


def test_the_first_doubt_starts_tesseract_once(page, modules):
    names, starts = run(page, modules, """
        const asked = await Promise.all([readers.second(), readers.second()]);
        return [[...asked, await readers.second()].map(({ name }) => name), starts.length];""")
    assert names == ["tesseract"] * 3 and starts == 1


def test_a_second_reader_that_cannot_be_had_is_none(page, modules):
    first, again = run(page, modules, "return [await readers.second(), (await readers.second())?.name];", failures=1)
    assert first is None and again == "tesseract"


@pytest.mark.parametrize("own", [True, False])
def test_tesseract_reads_where_it_was_chosen_or_nobody_else_can(page, modules, own):
    name, second, waits = run(page, modules, """
        if (has) readers.choose('tesseract');
        let waits = 0;
        const { name } = await readers.reader(() => { waits += 1; });
        return [name, await readers.second(), waits];""", own=own)
    assert (name, second, waits) == ("tesseract", None, 1)


def test_a_choice_is_taken_back(page, modules):
    assert run(page, modules, """
        readers.choose('tesseract');
        readers.choose('own');
        return (await readers.reader()).name;""") == "own"
