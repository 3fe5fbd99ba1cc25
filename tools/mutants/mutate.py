"""Writes small bugs into Rust source, each behind a switch, so that one build has them all.

A mutant is one change of one place: another operator, a condition that always or never holds, a statement left out,
another number, an early result. `crate::mutants::is(N)` says whether mutant N is the one that is switched on.
"""

import re
from dataclasses import dataclass, field

import tree_sitter_rust
from tree_sitter import Language, Node, Parser

PARSER = Parser(Language(tree_sitter_rust.language()))

OPERATORS = {
    "==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "&&": "||", "||": "&&",
    "+": "-", "-": "+", "*": "+",
}
# The statements that can be left out. They have an effect, and later code uses no value that they make.
EFFECTS = {"call_expression", "assignment_expression", "compound_assignment_expr", "await_expression", "try_expression",
           "return_expression"}
# The results of a function that skips its work, by its return type.
RESULTS = [
    (r"", [""]),
    (r"bool", ["true", "false"]),
    (r"Option<.*>", ["None"]),
    (r"Result<\(\), .*>", ["Ok(())"]),
    (r"Result<Option<.*>, .*>", ["Ok(None)"]),
]
# The nodes in which a number is a value, and not the index of a member or a part of a pattern.
NUMBERS_IN = {"arguments", "binary_expression", "field_initializer", "let_declaration", "assignment_expression"}

# Nodes without mutants: macros (their content is only tokens), attributes, and what the compiler evaluates.
NOT_AT_RUN_TIME = {"macro_invocation", "macro_definition", "attribute_item", "const_item", "static_item"}
# The items that a mutant's name contains, and the field with each item's name.
NAMED = {"function_item": "name", "impl_item": "type", "mod_item": "name"}

SWITCH = """
pub(crate) mod mutants {
    use std::io::Write;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicBool, Ordering};

    static CHOSEN: OnceLock<(u32, Option<std::ffi::OsString>)> = OnceLock::new();
    static REACHED: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];

    /// Whether this mutant is switched on. The first call adds it to the file MUTANTS_REACHED, if that is set.
    pub(crate) fn is(number: u32) -> bool {
        let (chosen, reached) = CHOSEN.get_or_init(|| {
            let chosen = std::env::var("MUTANT").ok().and_then(|text| text.parse().ok());
            (chosen.unwrap_or(u32::MAX), std::env::var_os("MUTANTS_REACHED"))
        });
        if let Some(file) = reached && !REACHED[number as usize].swap(true, Ordering::Relaxed) {
            let file = std::fs::OpenOptions::new().append(true).create(true).open(file);
            let _ = file.and_then(|mut file| file.write_all(format!("{number}\\n").as_bytes()));
        }
        number == *chosen
    }
"""


@dataclass
class Mutant:
    """One change of one place."""

    number: int
    file: str
    line: int
    function: str
    change: str

    @property
    def name(self) -> str:
        """The mutant's name. It has no line number, because other edits would change that."""
        return f"{self.file}: {self.function}: {self.change}"


@dataclass
class Mutator:
    """Mutates the files of one crate. `without` has the numbers of mutants that do not compile."""

    without: frozenset[int] = frozenset()
    mutants: list[Mutant] = field(default_factory=list)

    def mutate(self, file: str, source: bytes) -> str:
        """The source of a file, with its mutants."""
        self.file, self.functions = file, []
        return self.emit(PARSER.parse(source).root_node)

    def switch(self) -> str:
        """The module that the crate's root needs."""
        return SWITCH + f"\n    const COUNT: usize = {len(self.mutants) + 1};\n}}\n"

    def new(self, node: Node, change: str) -> int | None:
        """The number of a new mutant, or None if the mutant does not compile."""
        change = " ".join(change.split())
        change = change if len(change) <= 100 else change[:97] + "…"
        number = len(self.mutants)
        self.mutants.append(Mutant(number, self.file, node.start_point[0] + 1, "::".join(self.functions), change))
        return None if number in self.without else number

    def emit(self, node: Node) -> str:
        """The text of a node with its mutants."""
        if node.type in NOT_AT_RUN_TIME or (node.type == "function_item" and is_const(node)):
            return text(node)
        name = node.child_by_field_name(NAMED.get(node.type, "-"))
        if name:
            self.functions.append(text(name).split("<")[0])
        written = self.with_children(node)
        change = getattr(self, node.type, None)
        if change:
            written = change(node, written)
        if name:
            self.functions.pop()
        return written

    def with_children(self, node: Node) -> str:
        """The text of a node, with the mutants of its children."""
        end, parts, is_test = node.start_byte, [], False
        for index, child in enumerate(node.children):
            parts.append(between(node, end, child.start_byte))
            written = text(child) if is_test else self.emit(child)
            role = getattr(self, f"{node.type}_{node.field_name_for_child(index)}", None)
            parts.append(role(node, child, written) if role else written)
            end = child.end_byte
            is_test = child.type == "attribute_item" and ("cfg(test)" in text(child) or "[test]" in text(child))
        return "".join(parts) + between(node, end, node.end_byte)

    # --- One function for each kind of place ---

    def binary_expression(self, node: Node, written: str) -> str:
        """Another operator."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = text(node.child_by_field_name("operator"))
        other = OPERATORS.get(operator)
        number = other and self.new(node, f"{other} for {operator} in {text(node)}")
        if not other or number is None:
            return written
        return f"(if crate::mutants::is({number}) {{ {text(left)} {other} {text(right)} }} else {{ {written} }})"

    def unary_expression(self, node: Node, written: str) -> str:
        """A condition without its negation."""
        if not text(node).startswith("!"):
            return written
        number = self.new(node, f"no ! in {text(node)}")
        if number is None:
            return written
        return f"(if crate::mutants::is({number}) {{ {text(node)[1:]} }} else {{ {written} }})"

    def if_expression_condition(self, _node: Node, condition: Node, written: str) -> str:
        """A condition that always holds or never holds."""
        if condition.type in {"let_condition", "let_chain"}:
            return written
        holds = self.new(condition, f"always {text(condition)}")
        fails = self.new(condition, f"never {text(condition)}")
        if holds is not None:
            written = f"(crate::mutants::is({holds}) || {written})"
        if fails is not None:
            written = f"(!crate::mutants::is({fails}) && {written})"
        return written

    # The guard of a match arm is a condition too.
    match_pattern_condition = if_expression_condition

    def expression_statement(self, node: Node, written: str) -> str:
        """A statement that is left out."""
        if node.children[0].type not in EFFECTS or not text(node).endswith(";"):
            return written
        number = self.new(node, f"without {text(node)}")
        return written if number is None else f"if !crate::mutants::is({number}) {{ {written} }}"

    def integer_literal(self, node: Node, written: str) -> str:
        """Another number."""
        if node.parent.type not in NUMBERS_IN or not self.functions:
            return written
        number = self.new(node, f"1 more than {text(node)} in {text(node.parent)}")
        return written if number is None else f"(if crate::mutants::is({number}) {{ {written} + 1 }} else {{ {written} }})"

    def function_item_body(self, node: Node, body: Node, written: str) -> str:
        """A function that gives a result without any work."""
        returned = node.child_by_field_name("return_type")
        for result in results(text(returned) if returned else ""):
            number = self.new(body, f"gives {result or 'up'} at once")
            if number is not None:
                written = f"{{ if crate::mutants::is({number}) {{ return {result}; }} {written[1:]}"
        return written


def results(returned: str) -> list[str]:
    """The results that a function with this return type can give without any work."""
    found = [given for form, given in RESULTS if re.fullmatch(form, returned, re.DOTALL)]
    return found[0] if found else []


def is_const(function: Node) -> bool:
    """Whether a function runs at compile time too."""
    return any(child.type == "function_modifiers" and "const" in text(child) for child in function.children)


def text(node: Node) -> str:
    """The source of a node."""
    return node.text.decode()


def between(node: Node, start: int, end: int) -> str:
    """A part of a node's source, by its place in the file."""
    return node.text[start - node.start_byte:end - node.start_byte].decode()
