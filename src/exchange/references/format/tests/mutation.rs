//! Damages the fixtures 2,000 times: reading must never panic, and never take long.

use std::time::{Duration, Instant};

use super::*;

/// A small generator, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit.max(1)
    }
}

const PIECES: [&[u8]; 28] = [
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b"\\",
    b",",
    b"\n",
    b"\r",
    b" ",
    b"@",
    b"#",
    b"=",
    b"$",
    b"<",
    b">",
    b"&",
    b"&#",
    b"- ",
    b"\xff",
    b"\xc3",
    b"\0",
    b"PMID- ",
    b"TY  - ",
    b"ER  - ",
    b"@string{a = a}",
    "\u{202e}é".as_bytes(),
    b"99999999999999999999",
];

/// Cuts, doubles, replaces or inserts at some places.
fn damaged(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len());
        let end = (at + random.below(40)).min(bytes.len());
        let piece = PIECES
            .get(random.below(PIECES.len()))
            .copied()
            .unwrap_or_default();
        match random.below(4) {
            0 => drop(bytes.splice(at..end, [])),
            1 => {
                let copy = bytes.get(at..end).unwrap_or_default().to_vec();
                bytes.splice(at..at, copy);
            }
            2 => drop(bytes.splice(at..end, piece.iter().copied())),
            _ => drop(bytes.splice(at..at, piece.iter().copied())),
        }
    }
    bytes
}

#[test]
fn damaged_files_are_read_as_far_as_they_go() {
    let mut random = Random(20_260_722);
    let start = Instant::now();
    let mut read = 0;
    for round in 0..2_000 {
        let Some((format, file)) = FIXTURES.get(round % FIXTURES.len()).copied() else {
            continue;
        };
        let bytes = damaged(file.as_bytes(), &mut random);
        detect(&bytes, "x");
        let references = parse(format, &decode(&bytes).text);
        for reference in references.iter().flatten() {
            assert!(!reference.title.trim().is_empty());
            assert!(
                reference
                    .year
                    .is_none_or(|year| (1500..=2200).contains(&year))
            );
            assert!(
                reference
                    .month
                    .is_none_or(|month| (1..=12).contains(&month))
            );
            assert!(
                reference
                    .authors
                    .iter()
                    .all(|author| author.family.is_some() != author.literal.is_some())
            );
            let texts = [
                names(reference),
                numbers(reference).to_vec(),
                vec![
                    reference.title.clone(),
                    text(&reference.container_title),
                    text(&reference.doi),
                ],
            ];
            assert!(!texts.concat().concat().contains('\0'));
        }
        read += references.iter().flatten().count();
    }
    assert!(read > 2_000 * 9, "only {read} records survived");
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn every_reader_takes_every_file() {
    for (_, file) in FIXTURES {
        for (format, _) in FIXTURES {
            parse(format, file);
        }
    }
}

/// What makes careless readers recurse or go over a text again and again.
#[test]
fn long_monotonous_files_take_little_time() {
    let units = [
        "{",
        "[",
        "}",
        "{\"a\":",
        "[{",
        "{},",
        "{\"title\":\"x\"},",
        "@",
        "@a",
        "@a{",
        "@a(",
        "@a{b,",
        "@comment{",
        "@string{a=a}",
        "@a{b,c={d},",
        "@a{b,title={c}}",
        "{\\",
        "\\'",
        "$",
        "$^",
        "$_{",
        "-",
        "<",
        "<i",
        "<sup>",
        "&",
        "&amp;",
        "\"",
        "TY  - JOUR\n",
        "TY  - JOUR\nTI  - x\n",
        "TI  - x\n",
        "PMID- 1\n",
        "PMID- 1\n\n",
        "\n",
        "\nTI  - x\n\n",
        "x\n",
        "AU  - a, b, c\n",
        " and ",
        "SN  - 1 2 3\n",
        "SP  - 1-\n",
        "LID - [",
        "PMID:",
    ];
    for unit in units {
        for (format, head) in [
            (Format::CslJson, "[{\"title\":\""),
            (Format::Ris, "TY  - JOUR\nTI  - "),
            (Format::Nbib, "PMID- 1\nLID - "),
            (Format::Bibtex, "@a{b,title={"),
            (Format::Bibtex, ""),
            (Format::CslJson, ""),
        ] {
            let file = format!("{head}{}", unit.repeat(60_000 / unit.len()));
            let start = Instant::now();
            parse(format, &file);
            assert!(
                start.elapsed() < Duration::from_secs(5),
                "{format:?} {head:?} {unit:?}"
            );
        }
    }
}
