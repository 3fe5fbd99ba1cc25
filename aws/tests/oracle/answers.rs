//! Bodies of responses to an operation: complete ones, minimal ones and changed ones. They are made from the
//! operation's output in AWS's model.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::model::{Shape, Simple, Structure};

/// The body of a successful response, with every member of the output.
pub(crate) fn whole(output: &Structure) -> Value {
    structure(output, &|_| true)
}

/// The body of a successful response, with only the members that the model requires.
pub(crate) fn least(output: &Structure) -> Value {
    structure(output, &|is_required| is_required)
}

fn structure(structure: &Structure, wanted: &dyn Fn(bool) -> bool) -> Value {
    let members = structure.members.iter().filter(|(name, _)| wanted(structure.required.contains(*name)));
    members.map(|(name, shape)| (name.clone(), value(name, shape, wanted))).collect::<Map<_, _>>().into()
}

fn value(name: &str, shape: &Shape, wanted: &dyn Fn(bool) -> bool) -> Value {
    match shape {
        Shape::Simple(Simple::String) => json!(format!("{name} \"é😀\"")),
        Shape::Simple(Simple::Boolean) => json!(true),
        Shape::Simple(Simple::Integer) => json!(3600),
        Shape::Simple(Simple::Timestamp) => json!(1_700_000_000.123),
        Shape::Simple(Simple::Document) => json!({ "rp": { "id": "é" }, "list": [1, 2.5, null, true] }),
        Shape::Enum { values } => json!(values[0]),
        Shape::List { list } => json!([value(name, list, wanted), value("another", list, wanted)]),
        Shape::Map { map } => json!({ "first": value(name, map, wanted), "": value("another", map, wanted) }),
        Shape::Structure(of) => structure(of, wanted),
    }
}

/// A time in a form that the service does not use.
const DATE: &str = "2026-01-01T00:00:00Z";

/// The values with which [`changed`] replaces each value of a body.
fn replacements() -> Vec<Value> {
    let simple = json!([
        null, true, false, 0, 7, -1, 7.0, 7.5, 2_147_483_647, 2_147_483_648_u32, 9_007_199_254_740_993_u64,
        u64::MAX, 1e300, 0.0004, 0.0005, 0.0006, 1.999_6, -0.5, "", "7", "7.5", "1e3", "text",
        " ", "EMAIL", "\u{0}\u{1f}\"\\/\u{7f}é😀", DATE, [], {}, [null], [7], [""], [{}],
        ["text", null], { "a": null }, { "a": 7 }, { "a": "" }, [[]],
    ]);
    serde_json::from_value(simple).unwrap()
}

/// All values of all enumerations in an output.
pub(crate) fn enumerated(output: &Structure) -> BTreeSet<String> {
    output.members.values().flat_map(enumerated_in).collect()
}

fn enumerated_in(shape: &Shape) -> BTreeSet<String> {
    match shape {
        Shape::Enum { values } => values.iter().cloned().collect(),
        Shape::List { list: of } | Shape::Map { map: of } => enumerated_in(of),
        Shape::Structure(structure) => enumerated(structure),
        Shape::Simple(_) => BTreeSet::new(),
    }
}

/// A change to a body: its place, as a JSON pointer, the new value, and the changed body.
#[derive(Clone)]
pub(crate) struct Changed {
    pub(crate) place: String,
    /// `None` if the member was removed.
    pub(crate) replacement: Option<Value>,
    pub(crate) body: Value,
}

/// Copies of the body, each changed in one place. For each place that has one of `values`, there is one copy with each
/// of `values` in that place.
pub(crate) fn with_each_of(values: &BTreeSet<String>, body: &Value) -> Vec<Changed> {
    let is_one =
        |place: &String| body.pointer(place).and_then(Value::as_str).is_some_and(|it| values.contains(it));
    let places: Vec<_> = places("", body).into_iter().filter(is_one).collect();
    let with = |place: &String, value: &String| replaced(body, place, json!(value));
    places.iter().flat_map(|place| values.iter().map(move |value| with(place, value))).collect()
}

fn replaced(body: &Value, place: &str, replacement: Value) -> Changed {
    let mut changed = body.clone();
    *changed.pointer_mut(place).unwrap() = replacement.clone();
    Changed { place: place.to_owned(), replacement: Some(replacement), body: changed }
}

/// Copies of the body, each with one change. For each value at any depth, there is one copy with each of the
/// replacements in its place. For each member of an object, there is a copy without it. For each object, there is a
/// copy with one more member.
pub(crate) fn changed(body: &Value) -> Vec<Changed> {
    let mut all = Vec::new();
    for place in [String::new()].into_iter().chain(places("", body)) {
        all.extend(replacements().into_iter().map(|replacement| replaced(body, &place, replacement)));
        all.extend(without(body, &place));
        all.extend(with_one_more(body, &place));
    }
    all
}

fn without(body: &Value, place: &str) -> Option<Changed> {
    let (parent, name) = place.rsplit_once('/')?;
    let mut body = body.clone();
    body.pointer_mut(parent)?.as_object_mut()?.remove(name);
    Some(Changed { place: place.to_owned(), replacement: None, body })
}

fn with_one_more(body: &Value, place: &str) -> Option<Changed> {
    let mut body = body.clone();
    let news = json!({ "new": [null, 1.5, { "Session": "" }] });
    body.pointer_mut(place)?.as_object_mut()?.insert("BrandNew".to_owned(), news.clone());
    Some(Changed { place: format!("{place}/BrandNew"), replacement: Some(news), body })
}

/// The places, as JSON pointers, of all values inside a value. The value's own place is not among them.
fn places(of: &str, value: &Value) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, member)| (name.clone(), member)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect(),
        _ => Vec::new(),
    };
    let mut all = Vec::new();
    for (name, child) in children {
        let place = format!("{of}/{name}");
        all.extend(places(&place, child));
        all.push(place);
    }
    all
}
