//! TeX in values: accents, symbols and markup become plain text.

/// Letters with each accent: base letters, then the same with the accent.
const ACCENTS: &[(char, &str, &str, char)] = &[
    ('`', "aeiouAEIOUnN", "àèìòùÀÈÌÒÙǹǸ", '\u{300}'),
    (
        '\'',
        "aeiouyAEIOUYcClLnNrRsSzZ",
        "áéíóúýÁÉÍÓÚÝćĆĺĹńŃŕŔśŚźŹ",
        '\u{301}',
    ),
    (
        '^',
        "aeiouAEIOUcCgGhHjJsSwWyY",
        "âêîôûÂÊÎÔÛĉĈĝĜĥĤĵĴŝŜŵŴŷŶ",
        '\u{302}',
    ),
    ('~', "anoANOiIuU", "ãñõÃÑÕĩĨũŨ", '\u{303}'),
    ('"', "aeiouyAEIOUY", "äëïöüÿÄËÏÖÜŸ", '\u{308}'),
    ('=', "aeiouAEIOU", "āēīōūĀĒĪŌŪ", '\u{304}'),
    ('.', "cegzCEGIZ", "ċėġżĊĖĠİŻ", '\u{307}'),
    ('u', "agouiAGOUI", "ăğŏŭĭĂĞŎŬĬ", '\u{306}'),
    ('v', "cdenrstzCDENRSTZ", "čďěňřšťžČĎĚŇŘŠŤŽ", '\u{30c}'),
    ('c', "cstkglnrCSTKGLNR", "çşţķģļņŗÇŞŢĶĢĻŅŖ", '\u{327}'),
    ('k', "aeiuAEIU", "ąęįųĄĘĮŲ", '\u{328}'),
    ('H', "ouOU", "őűŐŰ", '\u{30b}'),
    ('r', "auAU", "åůÅŮ", '\u{30a}'),
    (
        'd',
        "aehilmnorstuyAEHILMNORSTUY",
        "ạẹḥịḷṃṇọṛṣṭụỵẠẸḤỊḶṂṆỌṚṢṬỤỴ",
        '\u{323}',
    ),
];

/// Commands that stand for a sign.
const SYMBOLS: &[(&str, &str)] = &[
    ("ss", "ß"),
    ("o", "ø"),
    ("O", "Ø"),
    ("l", "ł"),
    ("L", "Ł"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("aa", "å"),
    ("AA", "Å"),
    ("i", "i"),
    ("j", "j"),
    ("dh", "ð"),
    ("DH", "Ð"),
    ("th", "þ"),
    ("TH", "Þ"),
    ("dj", "đ"),
    ("DJ", "Đ"),
    ("ng", "ŋ"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textquoteright", "’"),
    ("textquoteleft", "‘"),
    ("textquotedblleft", "“"),
    ("textquotedblright", "”"),
    ("textregistered", "®"),
    ("texttrademark", "™"),
    ("copyright", "©"),
    ("textdegree", "°"),
    ("degree", "°"),
    ("textmu", "µ"),
    ("textless", "<"),
    ("textgreater", ">"),
    ("textasciitilde", "~"),
    ("textbackslash", "\\"),
    ("textunderscore", "_"),
    ("textbar", "|"),
    ("ldots", "…"),
    ("dots", "…"),
    ("textellipsis", "…"),
    ("pm", "±"),
    ("times", "×"),
    ("cdot", "·"),
    ("le", "≤"),
    ("leq", "≤"),
    ("ge", "≥"),
    ("geq", "≥"),
    ("sim", "~"),
    ("circ", "°"),
    ("rightarrow", "→"),
    ("to", "→"),
    ("infty", "∞"),
    ("prime", "′"),
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("Delta", "Δ"),
    ("epsilon", "ε"),
    ("varepsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("upsilon", "υ"),
    ("phi", "φ"),
    ("varphi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Sigma", "Σ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
    ("LaTeX", "LaTeX"),
    ("TeX", "TeX"),
    ("P", "¶"),
    ("S", "§"),
    ("pounds", "£"),
];

/// Plain text: braces dropped, commands resolved, unknown ones dropped and their arguments kept.
///
/// Raised and lowered parts come out as `<sup>` and `<sub>`, for the cleaning that all formats share.
pub fn decode(tex: &str) -> String {
    let mut plain = String::with_capacity(tex.len());
    let mut rest = tex;
    let mut is_math = false;
    while let Some(sign) = rest.chars().next() {
        rest = rest.get(sign.len_utf8()..).unwrap_or_default();
        match sign {
            '\\' => rest = command(rest, &mut plain),
            '{' | '}' => {}
            '~' => plain.push(' '),
            '$' if is_math || rest.contains('$') => is_math = !is_math,
            '^' | '_' if is_math => rest = script(sign, rest, &mut plain),
            '-' => {
                let more = rest.len() - rest.trim_start_matches('-').len();
                rest = rest.trim_start_matches('-');
                plain.push(match more {
                    0 => '-',
                    1 => '–',
                    _ => '—',
                });
            }
            '`' | '\'' if rest.starts_with(sign) => {
                rest = rest.get(1..).unwrap_or_default();
                plain.push(if sign == '`' { '“' } else { '”' });
            }
            sign => plain.push(sign),
        }
    }
    plain
}

/// Plain text of what is no prose: DOIs, addresses, numbers. Only braces, escapes and math signs go.
pub fn verbatim(tex: &str) -> String {
    let mut plain = String::with_capacity(tex.len());
    let mut signs = tex
        .replace("\\url", "")
        .replace("\\textless", "<")
        .replace("\\textgreater", ">")
        .replace("\\_", "_")
        .trim()
        .chars()
        .collect::<Vec<_>>()
        .into_iter()
        .peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' if signs.peek().is_some_and(char::is_ascii_punctuation) => {}
            '{' | '}' | '$' => {}
            sign => plain.push(sign),
        }
    }
    plain
}

/// Resolves what follows a backslash and gives back what follows the command.
fn command<'a>(text: &'a str, plain: &mut String) -> &'a str {
    let Some(first) = text.chars().next() else {
        return text;
    };
    let behind = text.get(first.len_utf8()..).unwrap_or_default();
    if !first.is_ascii_alphabetic() {
        if ACCENTS.iter().any(|(accent, ..)| *accent == first) {
            return accented(first, behind, plain);
        }
        match first {
            '-' | '/' | '@' | '(' | ')' | '[' | ']' | '!' => {}
            ',' | ';' | ':' | '\\' | '\n' | ' ' => plain.push(' '),
            sign => plain.push(sign),
        }
        return behind;
    }
    let end = text
        .find(|sign: char| !sign.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let is_accent = name.len() == 1 && ACCENTS.iter().any(|(accent, ..)| *accent == first);
    if is_accent {
        return accented(first, rest, plain);
    }
    match name {
        "textsuperscript" => return script('^', rest, plain),
        "textsubscript" => return script('_', rest, plain),
        _ => {}
    }
    if let Some((_, symbol)) = SYMBOLS.iter().find(|(known, _)| *known == name) {
        plain.push_str(symbol);
    }
    // White space behind a command only ends it.
    rest.trim_start_matches(' ')
}

/// Puts an accent on the next letter, which may stand in braces or be a dotless `\i`.
fn accented<'a>(accent: char, text: &'a str, plain: &mut String) -> &'a str {
    let bare = text.trim_start_matches(' ').trim_start_matches('{');
    let bare = match bare
        .strip_prefix("\\i")
        .or_else(|| bare.strip_prefix("\\j"))
    {
        Some(behind) if !behind.starts_with(|sign: char| sign.is_ascii_alphabetic()) => {
            bare.strip_prefix('\\').unwrap_or(behind)
        }
        _ => bare,
    };
    let letter = bare.chars().next().filter(|letter| letter.is_alphabetic());
    let Some(letter) = letter else {
        return text;
    };
    let known = ACCENTS.iter().find(|(known, ..)| *known == accent);
    if let Some((_, letters, composed, combining)) = known {
        let found = letters
            .chars()
            .zip(composed.chars())
            .find(|(plain, _)| *plain == letter);
        match found {
            Some((_, composed)) => plain.push(composed),
            None => plain.extend([letter, *combining]),
        }
    }
    bare.get(letter.len_utf8()..).unwrap_or_default()
}

/// A raised (`^`) or lowered (`_`) part: the group in braces or the next sign.
fn script<'a>(kind: char, text: &'a str, plain: &mut String) -> &'a str {
    let (part, rest) = match text.strip_prefix('{') {
        Some(group) => group.split_once('}').unwrap_or((group, "")),
        None => text.split_at(text.chars().next().map_or(0, char::len_utf8)),
    };
    let part: String = part
        .chars()
        .filter(|sign| !matches!(sign, '\\' | '{' | '}' | '$'))
        .collect();
    let element = if kind == '^' { "sup" } else { "sub" };
    plain.push_str(&format!("<{element}>{part}</{element}>"));
    rest
}
