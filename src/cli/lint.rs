//! `formulary lint` and `formulary rules`: what the rule packs say, without a database.

use std::io::{BufRead, Write};
use std::process::ExitCode;

use anyhow::Context as _;

use super::output::print;
use crate::compliance::lint::{Context, Part, Scratch, write_json_line};
use crate::compliance::rules;
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::gate::rule::api::RulesBody;

/// Buffer of each stream, in bytes.
const BUFFER: usize = 1 << 16;

/// Judges statements, one a line, and answers each with one line of JSON.
pub fn lint(surface: Surface, jurisdiction: Jurisdiction) -> anyhow::Result<ExitCode> {
    let pack = rules::pack(jurisdiction);
    let context = Context {
        surface,
        part: Part::Text,
    };
    let mut input = std::io::BufReader::with_capacity(BUFFER, std::io::stdin().lock());
    let mut output = std::io::stdout().lock();
    let (mut line, mut answers) = (Vec::new(), Vec::with_capacity(BUFFER * 2));
    let mut scratch = Scratch::default();
    loop {
        line.clear();
        let read = input
            .read_until(b'\n', &mut line)
            .context("standard input cannot be read")?;
        if read > 0 {
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end_matches(['\n', '\r']);
            let judgement = pack.lint_with(text, &context, &mut scratch);
            write_json_line(&judgement, text, &mut answers);
        }
        // Whoever types waits for an answer; whoever pipes gets them in blocks.
        let waits = input.buffer().is_empty();
        if (answers.len() >= BUFFER || waits || read == 0) && !answers.is_empty() {
            match output.write_all(&answers).and_then(|()| output.flush()) {
                Ok(()) => answers.clear(),
                // Nobody reads any more, as with `| head`.
                Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => break,
                Err(error) => return Err(error).context("standard output cannot be written"),
            }
        }
        if read == 0 {
            break;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the rules.
pub fn list_rules(jurisdiction: Option<Jurisdiction>, json: bool) -> anyhow::Result<ExitCode> {
    let body = RulesBody::of(jurisdiction);
    print(|output| {
        if json {
            serde_json::to_writer_pretty(&mut *output, &body)?;
            return writeln!(output);
        }
        write_rules(output, &body)
    })?;
    Ok(ExitCode::SUCCESS)
}

fn write_rules(output: &mut dyn Write, body: &RulesBody) -> std::io::Result<()> {
    for pack in &body.packs {
        writeln!(
            output,
            "{}  version {}  {} rules, {} authorised wordings",
            pack.jurisdiction,
            pack.version,
            pack.rules.len(),
            pack.wordings.len()
        )?;
        for rule in &pack.rules {
            let places: Vec<String> = rule
                .surfaces
                .iter()
                .map(|place| format!("{} {}", place.surface, place.verdict))
                .collect();
            writeln!(output)?;
            writeln!(output, "  {}  {}", rule.id, rule.title)?;
            writeln!(output, "    {} ({})", rule.source, rule.date)?;
            writeln!(output, "    {}", places.join(", "))?;
            writeln!(output, "    {}", rule.message)?;
        }
        writeln!(output)?;
    }
    Ok(())
}
