//! Makes a failing history short: leaves out what is not needed for the same violation.

use crate::history::play;
use crate::plan::Plan;
use crate::world::Violation;

/// The most histories that are played to make one short.
const MOST_TRIES: usize = 3000;

struct Shrinking<'a> {
    violation: &'a Violation,
    tries: usize,
}

/// Gives the shortest history it finds that violates the same invariant.
pub(crate) fn shrink(plan: &Plan, violation: &Violation) -> Plan {
    let mut shrinking = Shrinking { violation, tries: 0 };
    let mut best = plan.clone();
    loop {
        let before = best.clone();
        best = shrinking.without_steps(best);
        best = shrinking.simpler(best);
        if best == before || shrinking.tries >= MOST_TRIES {
            return best;
        }
    }
}

impl Shrinking<'_> {
    fn still_fails(&mut self, plan: &Plan) -> bool {
        if self.tries >= MOST_TRIES {
            return false;
        }
        self.tries += 1;
        let violation = play(plan, None, false).violation;
        violation.is_some_and(|violation| violation.invariant == self.violation.invariant)
    }

    /// Leaves out steps: first long parts of the history, then shorter ones.
    fn without_steps(&mut self, mut best: Plan) -> Plan {
        let mut length = best.steps.len().div_ceil(2).max(1);
        loop {
            let mut start = 0;
            while start < best.steps.len() {
                let end = (start + length).min(best.steps.len());
                let mut shorter = best.clone();
                shorter.steps.drain(start..end);
                if self.still_fails(&shorter) {
                    best = shorter;
                } else {
                    start += length;
                }
            }
            if length == 1 {
                return best;
            }
            length = length.div_ceil(2);
        }
    }

    /// Makes the settings and the pauses simpler.
    fn simpler(&mut self, mut best: Plan) -> Plan {
        let settings: [fn(&mut Plan); 5] = [
            |plan| plan.settings.instances = 1,
            |plan| plan.settings.has_leases = false,
            |plan| plan.settings.is_named = false,
            |plan| plan.settings.most_turns = 0,
            |plan| plan.settings.tells_time = false,
        ];
        for simplify in settings {
            let mut simpler = best.clone();
            simplify(&mut simpler);
            let is_whole = simpler.steps.iter().all(|step| step.act.instance() < simpler.settings.instances);
            if is_whole && simpler != best && self.still_fails(&simpler) {
                best = simpler;
            }
        }
        for number in 0..best.steps.len() {
            let mut simpler = best.clone();
            simpler.steps[number].pause_milliseconds = 0;
            if simpler != best && self.still_fails(&simpler) {
                best = simpler;
            }
        }
        best
    }
}
