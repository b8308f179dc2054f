use super::*;
use proptest::prelude::*;

fn source(design: Design, direction: Direction, participants: Option<i32>) -> GradeInput {
    let mut input = GradeInput {
        reference_id: ReferenceId::new(),
        reference: "a-2020".to_owned(),
        design,
        direction,
        participants,
        directness: Some(Directness::Direct),
        risk_of_bias: Some(RiskOfBias::Low),
        status: ReferenceStatus::Ok,
        points: 0,
    };
    input.points = points::of(&input);
    input
}

fn letter(inputs: Vec<GradeInput>) -> Option<Letter> {
    grade(inputs).letter
}

#[test]
fn no_evidence_gives_no_grade_and_neither_does_background() {
    assert_eq!(letter(Vec::new()), None);
    assert_eq!(
        letter(vec![source(Design::Monograph, Direction::Background, None)]),
        None
    );
}

#[test]
fn two_large_consistent_trials_and_a_review_give_an_a() {
    let inputs = vec![
        source(Design::MetaAnalysis, Direction::Supports, Some(3_000)),
        source(Design::RandomizedTrial, Direction::Supports, Some(600)),
    ];
    assert_eq!(letter(inputs), Some(Letter::A));
}

#[test]
fn one_review_however_large_is_no_a() {
    assert_eq!(
        letter(vec![source(
            Design::MetaAnalysis,
            Direction::Supports,
            Some(30_000)
        )]),
        Some(Letter::B)
    );
}

#[test]
fn animals_and_cells_never_grade_above_d_however_many_there_are() {
    let many = (0..100)
        .flat_map(|_| {
            [
                source(Design::Animal, Direction::Supports, Some(5_000)),
                source(Design::InVitro, Direction::Supports, None),
                source(Design::NarrativeReview, Direction::Supports, None),
            ]
        })
        .collect();
    let grade = grade(many);
    assert_eq!(grade.letter, Some(Letter::D));
    assert!(grade.preliminary);
    assert_eq!(grade.words(), "Grade D, preliminary");
}

#[test]
fn good_evidence_against_gives_an_f() {
    let inputs = vec![
        source(Design::RandomizedTrial, Direction::NullEffect, Some(700)),
        source(Design::RandomizedTrial, Direction::Contradicts, Some(300)),
        source(Design::CaseSeries, Direction::Supports, Some(12)),
    ];
    assert_eq!(letter(inputs), Some(Letter::F));
}

#[test]
fn evidence_that_disagrees_grades_lower_than_evidence_that_agrees() {
    let pro = source(Design::RandomizedTrial, Direction::Supports, Some(800));
    let con = source(Design::RandomizedTrial, Direction::NullEffect, Some(800));
    assert_eq!(letter(vec![pro.clone(), pro.clone()]), Some(Letter::A));
    assert_eq!(letter(vec![pro.clone(), pro, con]), Some(Letter::C));
}

#[test]
fn a_retracted_reference_weighs_nothing_and_a_doubted_one_half() {
    let with = |status| {
        let mut input = source(Design::RandomizedTrial, Direction::Supports, Some(800));
        input.status = status;
        points::of(&input)
    };
    assert_eq!(with(ReferenceStatus::Ok), 300);
    assert_eq!(with(ReferenceStatus::Concern), 150);
    assert_eq!(with(ReferenceStatus::Retracted), 0);
}

#[test]
fn falling_is_a_lower_letter_or_none() {
    let with = |letter| Grade {
        letter,
        ..grade(Vec::new())
    };
    assert!(with(Some(Letter::C)).is_below(&with(Some(Letter::B))));
    assert!(with(None).is_below(&with(Some(Letter::F))));
    assert!(!with(Some(Letter::A)).is_below(&with(Some(Letter::A))));
    assert!(!with(Some(Letter::D)).is_below(&with(None)));
}

fn any_source() -> impl Strategy<Value = GradeInput> {
    (
        proptest::sample::select(Design::ALL),
        proptest::sample::select(Direction::ALL),
        proptest::option::of(1..5_000i32),
        proptest::option::of(proptest::sample::select(Directness::ALL)),
        proptest::option::of(proptest::sample::select(RiskOfBias::ALL)),
        proptest::sample::select(ReferenceStatus::ALL),
    )
        .prop_map(
            |(design, direction, participants, directness, risk_of_bias, status)| {
                let mut input = source(design, direction, participants);
                input.directness = directness;
                input.risk_of_bias = risk_of_bias;
                input.status = status;
                input.points = points::of(&input);
                input
            },
        )
}

proptest! {
    #[test]
    fn a_grade_can_be_recomputed_from_its_stored_inputs(inputs in proptest::collection::vec(any_source(), 0..12)) {
        let grade = grade(inputs);
        let stored = serde_json::to_string(&grade).unwrap_or_default();
        let read: Grade = serde_json::from_str(&stored).unwrap_or_else(|error| panic!("{error}"));
        prop_assert_eq!(read.recomputed(), grade);
    }

    #[test]
    fn another_supporting_source_never_lowers_a_grade(
        inputs in proptest::collection::vec(any_source(), 0..12), mut more in any_source(),
    ) {
        more.direction = Direction::Supports;
        more.points = points::of(&more);
        let before = grade(inputs.clone());
        let after = grade(inputs.into_iter().chain([more]).collect());
        prop_assert!(before.letter.is_none() || !after.is_below(&before));
    }

    #[test]
    fn the_order_of_sources_does_not_matter(mut inputs in proptest::collection::vec(any_source(), 0..8)) {
        let letter = grade(inputs.clone()).letter;
        inputs.reverse();
        prop_assert_eq!(grade(inputs).letter, letter);
    }
}
