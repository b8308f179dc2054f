//! References from files: read, matched, completed, and never overruled.

use std::path::PathBuf;

use formulary::evidence::reference::model::ReferenceStatus;
use formulary::evidence::reference::queries::{authors_of, reference_by_slug};
use formulary::exchange::references::run::{Options, Summary, read, run};

use crate::support::TestApp;

const WRITE: Options = Options {
    dry_run: false,
    publish: true,
};

const NBIB: &str = "PMID- 11111111\nTI  - Milk oligosaccharides of cows.\nPG  - 664-76\nLID - 10.1000/milk.1 [doi]\n\
    FAU - Ahn, Bo\nAU  - Ahn B\nFAU - Berg, Carla\nAU  - Berg C\nTA  - J Tests\nJT  - Journal of tests\nDP  - 2013 Jun\nVI  - 23\n\
    IP  - 6\nPT  - Journal Article\n";
const RIS: &str = "TY  - JOUR\r\nAU  - Dahl, Eva\r\nTI  - Zinc intake of adults\r\nJO  - Journal of tests\r\nPY  - 2015\r\n\
    DO  - https://doi.org/10.1000/zinc.2\r\nSP  - 11\r\nEP  - 19\r\nER  - \r\n";
const BIBTEX: &str = "@article{falk, title={Absorption of {Magnesium} salts}, author={Falk, G{\\\"u}nter and others}, \
    journal={Journal of tests}, year={2018}, volume={4}, pages={1--9}, doi={10.1000/mag.3}}";
const CSL: &str = r#"[{"id":"x","type":"article-journal","title":"Vitamin D and its units","author":[{"family":"Gray","given":"Hal"}],
    "container-title":"Journal of tests","issued":{"date-parts":[[2020,3]]},"DOI":"10.1000/vitd.4"}]"#;

/// Files of a test, removed with it.
struct Files(PathBuf);

impl Files {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("formulary-refs-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    async fn import(&self, app: &TestApp, name: &str, text: &str, options: Options) -> Summary {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        run(&app.db, &[read(&path).unwrap()], options)
            .await
            .unwrap()
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn counts(summary: &Summary) -> (usize, usize, usize, usize) {
    (
        summary.created,
        summary.updated,
        summary.unchanged,
        summary.failed,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn every_format_becomes_a_page_and_the_same_file_again_changes_nothing() {
    let (app, files) = (TestApp::new().await, Files::new("formats"));
    let all = [
        ("a.nbib", NBIB),
        ("b.ris", RIS),
        ("c.bib", BIBTEX),
        ("d.json", CSL),
    ];
    for (name, text) in all {
        let summary = files.import(&app, name, text, WRITE).await;
        assert_eq!(counts(&summary), (1, 0, 0, 0), "{name}: {summary:?}");
        let again = files.import(&app, name, text, WRITE).await;
        assert_eq!(counts(&again), (0, 0, 1, 0), "{name}: {again:?}");
    }
    for slug in ["ahn-2013", "dahl-2015", "falk-2018", "gray-2020"] {
        app.get(&format!("/references/{slug}")).await.ok();
    }
    let page = app.get("/references/ahn-2013").await.ok().body;
    assert!(page.contains("2013;23(6):664-676"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publication_is_one_row_whichever_file_it_comes_from_and_what_is_missing_is_filled() {
    let (app, files) = (TestApp::new().await, Files::new("merge"));
    files.import(&app, "a.nbib", NBIB, WRITE).await;
    let ris = "TY  - JOUR\nAU  - Ahn, Bo\nTI  - Milk oligosaccharides of cows\nPY  - 2013\nDO  - 10.1000/MILK.1\nC2  - PMC123\n\
        PB  - A Press\nER  - \n";
    let summary = files.import(&app, "b.ris", ris, WRITE).await;
    assert_eq!(counts(&summary), (0, 1, 0, 0), "{summary:?}");
    let conn = app.db.write().await.unwrap();
    let row = reference_by_slug(&conn, "ahn-2013").await.unwrap().unwrap();
    assert_eq!(row.pmcid.as_deref(), Some("PMC123"));
    assert_eq!(
        row.doi.as_deref(),
        Some("10.1000/milk.1"),
        "the first spelling stays"
    );
    assert_eq!(authors_of(&conn, row.id).await.unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retraction_in_a_file_is_public_at_once_and_is_not_lifted_by_an_older_file() {
    let (app, files) = (TestApp::new().await, Files::new("retract"));
    files.import(&app, "a.nbib", NBIB, WRITE).await;
    let retracted = format!("{NBIB}PT  - Retracted Publication\nRIN - J Tests. 2014;24(1):1\n");
    let drafts = Options {
        publish: false,
        ..WRITE
    };
    let summary = files.import(&app, "b.nbib", &retracted, drafts).await;
    assert_eq!(counts(&summary), (0, 1, 0, 0), "{summary:?}");
    let page = app.get("/references/ahn-2013").await.ok().body;
    assert!(page.contains("Retracted"), "{page}");
    files.import(&app, "a.nbib", NBIB, WRITE).await;
    let conn = app.db.write().await.unwrap();
    let row = reference_by_slug(&conn, "ahn-2013").await.unwrap().unwrap();
    assert_eq!(row.status, ReferenceStatus::Retracted);
    assert!(row.status_note.unwrap().contains("J Tests. 2014"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_record_is_named_and_its_neighbours_come_in() {
    let (app, files) = (TestApp::new().await, Files::new("broken"));
    let text = format!(
        "{RIS}TY  - JOUR\r\nAU  - Nobody, A\r\nPY  - 2016\r\nER  - \r\n{}",
        RIS.replace("zinc.2", "zinc.9")
            .replace("Zinc intake", "Copper intake")
    );
    let summary = files.import(&app, "a.ris", &text, WRITE).await;
    assert_eq!((summary.created, summary.failed), (2, 1), "{summary:?}");
    assert!(
        summary.errors[0].contains("record 2"),
        "{:?}",
        summary.errors
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_ids_of_two_references_are_a_conflict_and_a_dry_run_writes_nothing() {
    let (app, files) = (TestApp::new().await, Files::new("conflict"));
    let dry = Options {
        dry_run: true,
        publish: true,
    };
    assert_eq!(
        counts(&files.import(&app, "a.nbib", NBIB, dry).await),
        (1, 0, 0, 0)
    );
    assert_eq!(app.get("/references/ahn-2013").await.status, 404);
    files.import(&app, "a.nbib", NBIB, WRITE).await;
    files.import(&app, "b.ris", RIS, WRITE).await;
    let mixed = NBIB.replace("10.1000/milk.1", "10.1000/zinc.2");
    let summary = files.import(&app, "c.nbib", &mixed, WRITE).await;
    assert_eq!(summary.failed, 1, "{summary:?}");
    assert!(
        summary.errors[0].contains("two different references"),
        "{:?}",
        summary.errors
    );
}

#[test]
fn a_file_of_no_known_format_is_refused_in_one_sentence() {
    let files = Files::new("unknown");
    let path = files.0.join("notes.txt");
    std::fs::write(&path, "Dear diary").unwrap();
    let error = read(&path).err().unwrap().to_string();
    assert!(
        error.ends_with("is neither CSL-JSON, RIS, nbib nor BibTeX"),
        "{error}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_without_references_fails_and_members_that_are_none_are_counted() {
    let app = TestApp::new().await;
    let files = Files::new("none");
    for (name, text) in [
        ("empty.ris", ""),
        ("noise.ris", "\u{1}\u{7f}x9 kq\n\n=="),
        ("broken.json", "not json"),
        ("number.json", "42"),
        ("list.json", "[]"),
        ("cut.json", "[1, 2"),
    ] {
        let summary = files.import(&app, name, text, WRITE).await;
        assert_eq!(counts(&summary), (0, 0, 0, 1), "{name}: {summary:?}");
        assert!(summary.errors[0].contains("export it again"), "{name}");
    }
    let members = CSL.replacen('[', "[5, \"a, b\", null,\n", 1);
    let summary = files.import(&app, "members.json", &members, WRITE).await;
    assert_eq!(counts(&summary), (1, 0, 0, 3), "{summary:?}");
    assert!(
        summary.errors[2].contains("record 3 on line 1: it is no JSON object"),
        "{summary:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_could_look_up_stays_a_draft_until_it_has_an_identifier() {
    let app = TestApp::new().await;
    let files = Files::new("no-id");
    let bare = RIS.replace("DO  - https://doi.org/10.1000/zinc.2\r\n", "");
    for counted in [(1, 0, 0, 0), (0, 0, 1, 0)] {
        let summary = files.import(&app, "bare.ris", &bare, WRITE).await;
        assert_eq!(counts(&summary), counted, "{summary:?}");
        assert!(summary.warnings[0].contains("stays a draft"), "{summary:?}");
        assert_eq!(app.get("/references/dahl-2015").await.status, 404);
    }
    let summary = files.import(&app, "whole.ris", RIS, WRITE).await;
    assert_eq!(counts(&summary), (0, 1, 0, 0), "{summary:?}");
    app.get("/references/dahl-2015").await.ok();
}
