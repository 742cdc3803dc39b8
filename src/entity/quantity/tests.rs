use super::find_values;

/// Scores the list that KHABAR_EXPRESSIONS names: id, day, context, expression, kind, value.
#[test]
#[ignore = "needs a list of real expressions, which are not in the repository"]
fn real_expressions() {
    let path = std::env::var("KHABAR_EXPRESSIONS").expect("KHABAR_EXPRESSIONS names the list");
    let list = std::fs::read_to_string(path).expect("the list is readable");
    let (mut right, mut all) = (0, 0);
    for line in list.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, day, context, expression, kind, value] = fields[..] else { panic!("six fields: {line}") };
        let anchor = day.parse().ok();
        let context_of = crate::entity::Context { language: "ar", anchor };
        let found = crate::entity::recognise(&[context], &context_of).remove(0);
        let hit = found.iter().any(|hit| {
            &context[hit.bytes.clone()] == expression
                && hit.kind().name() == kind
                && hit.value.as_deref() == Some(value)
        });
        all += 1;
        right += usize::from(hit);
        if !hit {
            let near: Vec<_> = found
                .iter()
                .filter(|hit| hit.value.is_some())
                .map(|hit| {
                    format!(
                        "[{}|{}|{}]",
                        &context[hit.bytes.clone()],
                        hit.kind().name(),
                        hit.value.clone().unwrap_or_default()
                    )
                })
                .collect();
            eprintln!("{expression} {kind} {value} ({day}) <- {}", near.join(" "));
        }
    }
    eprintln!("{right} of {all}");
}

#[test]
fn smoke() {
    assert_eq!(find_values("ثلاثة أيام")[0].value, "P3D");
}
