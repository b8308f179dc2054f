//! Statements that the lint judges a second on one core, reading from memory and writing lines of JSON to memory.

use std::hint::black_box;
use std::time::{Duration, Instant};

use formulary::compliance::lint::{Context, Scratch, write_json_line};
use formulary::compliance::rules;
use formulary::compliance::surface::Jurisdiction;

const CORPUS: &str = concat!(
    include_str!("../tests/corpus/marketing.ndjson"),
    include_str!("../tests/corpus/physician.ndjson"),
    include_str!("../tests/corpus/officer.ndjson"),
    include_str!("../tests/corpus/reviewer.ndjson"),
    include_str!("../tests/corpus/examiner.ndjson"),
    include_str!("../tests/corpus/assessor.ndjson"),
);

fn main() {
    let texts: Vec<String> = CORPUS
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|line| line.get("text")?.as_str().map(str::to_owned))
        .collect();
    let (mut scratch, mut out) = (Scratch::default(), Vec::new());
    for jurisdiction in Jurisdiction::ALL {
        let pack = rules::pack(*jurisdiction);
        let (mut judged, start) = (0u32, Instant::now());
        while start.elapsed() < Duration::from_secs(3) {
            for text in &texts {
                let judgement = pack.lint_with(text, &Context::default(), &mut scratch);
                write_json_line(&judgement, text, &mut out);
            }
            judged += u32::try_from(texts.len()).unwrap_or_default();
            black_box(&out);
            out.clear();
        }
        let rate = f64::from(judged) / start.elapsed().as_secs_f64();
        println!(
            "lint {jurisdiction}: {rate:.0} statements/s, {} texts",
            texts.len()
        );
    }
}
