//! Cleaning of titles and other short texts.

/// Names of elements whose tags are taken off, in lower case and without prefix (`jats:`, `mml:`).
const ELEMENTS: &[&str] = &[
    "a",
    "b",
    "bold",
    "br",
    "em",
    "font",
    "i",
    "inf",
    "italic",
    "math",
    "mi",
    "mn",
    "mo",
    "mrow",
    "mspace",
    "msub",
    "msubsup",
    "msup",
    "mtext",
    "mover",
    "munder",
    "nocase",
    "p",
    "roman",
    "sans-serif",
    "sc",
    "scp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "title",
    "tt",
    "u",
    "underline",
];

/// No tag is longer, in bytes; what is longer is text.
const LONGEST_TAG: usize = 300;

const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hyphen", '-'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("hellip", '…'),
    ("deg", '°'),
    ("plusmn", '±'),
    ("times", '×'),
    ("middot", '·'),
    ("micro", 'µ'),
    ("reg", '®'),
    ("trade", '™'),
    ("copy", '©'),
    ("le", '≤'),
    ("ge", '≥'),
    ("ne", '≠'),
    ("minus", '−'),
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("Delta", 'Δ'),
    ("epsilon", 'ε'),
    ("zeta", 'ζ'),
    ("eta", 'η'),
    ("theta", 'θ'),
    ("kappa", 'κ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("pi", 'π'),
    ("rho", 'ρ'),
    ("sigma", 'σ'),
    ("tau", 'τ'),
    ("phi", 'φ'),
    ("chi", 'χ'),
    ("psi", 'ψ'),
    ("omega", 'ω'),
    ("Omega", 'Ω'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("aring", 'å'),
    ("aelig", 'æ'),
    ("ccedil", 'ç'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("igrave", 'ì'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iuml", 'ï'),
    ("ntilde", 'ñ'),
    ("ograve", 'ò'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("ouml", 'ö'),
    ("oslash", 'ø'),
    ("ugrave", 'ù'),
    ("uacute", 'ú'),
    ("ucirc", 'û'),
    ("uuml", 'ü'),
    ("yacute", 'ý'),
    ("szlig", 'ß'),
    ("Aring", 'Å'),
    ("Auml", 'Ä'),
    ("Eacute", 'É'),
    ("Ouml", 'Ö'),
    ("Oslash", 'Ø'),
    ("Uuml", 'Ü'),
    ("Ccedil", 'Ç'),
];

/// Signs with a raised form.
const RAISED: &[(char, char)] = &[
    ('0', '⁰'),
    ('1', '¹'),
    ('2', '²'),
    ('3', '³'),
    ('4', '⁴'),
    ('5', '⁵'),
    ('6', '⁶'),
    ('7', '⁷'),
    ('8', '⁸'),
    ('9', '⁹'),
    ('+', '⁺'),
    ('-', '⁻'),
    ('−', '⁻'),
    ('–', '⁻'),
    ('n', 'ⁿ'),
];

/// One line of plain text: no markup, entities decoded (also those that were escaped twice), single spaces, nothing
/// invisible. Raised digits stay raised (`10⁹`), lowered ones do not (`D3`).
pub fn line(text: &str) -> String {
    plain(&without_tags(&without_entities(text)))
}

/// One line for what holds no markup, such as numbers and addresses.
pub fn plain(text: &str) -> String {
    let visible: String = text
        .chars()
        .filter(|sign| !is_invisible(*sign))
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text with its entities decoded, also those that were escaped twice; for ids, in which `<` begins no markup.
pub fn without_entities(text: &str) -> String {
    let decoded = decoded_once(text);
    if decoded.contains('&') && decoded.contains(';') {
        decoded_once(&decoded)
    } else {
        decoded
    }
}

/// A title: one line without its final period. An ellipsis and an abbreviation with inner periods (`U.S.`) keep theirs.
pub fn title(text: &str) -> String {
    let mut title = line(text);
    let is_bracketed = title.starts_with('[') && title.ends_with(']');
    if is_bracketed {
        title.pop();
    }
    let last = title.rsplit(' ').next().unwrap_or_default();
    if let Some(stem) = last.strip_suffix('.')
        && !stem.contains('.')
    {
        title.pop();
    }
    if is_bracketed {
        title.push(']');
    }
    title.trim_end().to_owned()
}

/// An abbreviation of a journal as NLM writes it, without periods.
pub fn abbreviation(text: &str) -> String {
    plain(&line(text).replace(". ", " ").replace('.', " "))
}

/// Whether the text is there and no word for nothing.
pub fn is_something(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    !matches!(
        lower.as_str(),
        "" | "-"
            | "–"
            | "n/a"
            | "na"
            | "null"
            | "none"
            | "no pagination"
            | "[no pagination]"
            | "undefined"
    )
}

/// A PubMed id and a PubMed Central id that a note names, as Zotero writes them: `PMID: 1`, `PMCID: PMC2`.
pub fn ids_in_note(note: &str) -> (Option<String>, Option<String>) {
    let after = |mark: &str| {
        let at = note.find(mark)?;
        let rest = note.get(at + mark.len()..)?.trim_start_matches([':', ' ']);
        let id: String = rest
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .take(16)
            .collect();
        (!id.is_empty()).then_some(id)
    };
    (after("PMID"), after("PMCID"))
}

fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\0')
}

fn decoded_once(text: &str) -> String {
    const LONGEST: usize = 10;
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        decoded.push_str(before);
        let end = behind
            .char_indices()
            .take(LONGEST)
            .find(|(_, sign)| *sign == ';')
            .map(|(at, _)| at);
        let entity = end.and_then(|end| {
            let (name, rest) = behind.split_at_checked(end)?;
            Some((entity(name)?, rest.strip_prefix(';')?))
        });
        match entity {
            Some((sign, behind)) => {
                decoded.push(sign);
                rest = behind;
            }
            None => {
                decoded.push('&');
                rest = behind;
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?);
    }
    ENTITIES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, sign)| *sign)
}

fn without_tags(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    let mut is_raised = false;
    loop {
        let (before, behind) = rest.split_once('<').unwrap_or((rest, ""));
        if is_raised {
            kept.extend(before.chars().map(raised));
        } else {
            kept.push_str(before);
        }
        if before.len() == rest.len() {
            return kept;
        }
        match tag(behind) {
            Some((name, is_end, behind)) => {
                match name.as_str() {
                    "sup" | "msup" => is_raised = !is_end,
                    "br" | "p" => kept.push(' '),
                    _ => {}
                }
                rest = behind;
            }
            None => {
                kept.push('<');
                rest = behind;
            }
        }
    }
}

fn raised(sign: char) -> char {
    RAISED
        .iter()
        .find(|(plain, _)| *plain == sign)
        .map_or(sign, |(_, raised)| *raised)
}

/// The element's name, whether it ends, and what follows the tag; `None` for a `<` that only means "less than".
fn tag(behind: &str) -> Option<(String, bool, &str)> {
    let end = behind
        .bytes()
        .take(LONGEST_TAG)
        .position(|byte| byte == b'>' || byte == b'<')?;
    let (inside, rest) = behind.split_at_checked(end)?;
    let rest = rest.strip_prefix('>')?;
    let (inside, is_end) = match inside.strip_prefix('/') {
        Some(inside) => (inside, true),
        None => (inside, false),
    };
    let name = inside
        .split(|sign: char| sign.is_whitespace() || sign == '/')
        .next()?
        .to_ascii_lowercase();
    let name = name.rsplit(':').next()?.to_owned();
    ELEMENTS
        .contains(&name.as_str())
        .then_some((name, is_end, rest))
}
