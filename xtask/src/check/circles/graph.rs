//! Circles of a graph: the sets of nodes that reach each other, and shortest ways round.

use crate::modules::Import;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Modules by number, and the first import that makes each edge.
pub struct Graph {
    edges: BTreeMap<(usize, usize), Import>,
}

impl Graph {
    pub fn new(imports: impl IntoIterator<Item = Import>) -> Self {
        let mut edges = BTreeMap::new();
        for import in imports {
            edges.entry(import.edge).or_insert(import);
        }
        Self { edges }
    }

    /// The sets of more than one module in which each reaches each.
    pub fn components(&self) -> Vec<BTreeSet<usize>> {
        let nodes: BTreeSet<usize> = self.edges.keys().flat_map(|(from, to)| [*from, *to]).collect();
        let reached: BTreeMap<usize, BTreeSet<usize>> = nodes.iter().map(|node| (*node, self.reached(*node))).collect();
        let mut components: Vec<BTreeSet<usize>> = Vec::new();
        for node in &nodes {
            let own: BTreeSet<usize> =
                reached[node].iter().copied().filter(|other| reached[other].contains(node)).collect();
            if own.len() > 1 && !components.contains(&own) {
                components.push(own);
            }
        }
        components
    }

    /// Circles within a component: a shortest one, then a shortest of those without its imports, and so on until none
    /// is left. Each must be cut somewhere.
    pub fn circles(&self, component: &BTreeSet<usize>) -> Vec<Vec<Import>> {
        let inside = |(from, to): &(usize, usize)| component.contains(from) && component.contains(to);
        let mut rest = Graph::new(self.edges.values().filter(|import| inside(&import.edge)).cloned());
        let mut circles = Vec::new();
        while let Some(circle) = rest.shortest(component) {
            circles.push(circle.iter().filter_map(|edge| rest.edges.remove(edge)).collect());
        }
        circles
    }

    fn shortest(&self, nodes: &BTreeSet<usize>) -> Option<Vec<(usize, usize)>> {
        nodes.iter().filter_map(|node| self.round(*node)).min_by_key(Vec::len)
    }

    /// A shortest way from a node back to it, breadth first.
    fn round(&self, start: usize) -> Option<Vec<(usize, usize)>> {
        let mut came: BTreeMap<usize, usize> = BTreeMap::new();
        let mut waiting = VecDeque::from([start]);
        while let Some(node) = waiting.pop_front() {
            for next in self.next(node) {
                if next == start {
                    let mut way = vec![(node, start)];
                    let mut at = node;
                    while at != start {
                        let before = came[&at];
                        way.push((before, at));
                        at = before;
                    }
                    way.reverse();
                    return Some(way);
                }
                if let std::collections::btree_map::Entry::Vacant(vacant) = came.entry(next) {
                    vacant.insert(node);
                    waiting.push_back(next);
                }
            }
        }
        None
    }

    fn reached(&self, start: usize) -> BTreeSet<usize> {
        let mut reached = BTreeSet::from([start]);
        let mut waiting = vec![start];
        while let Some(node) = waiting.pop() {
            waiting.extend(self.next(node).filter(|next| reached.insert(*next)));
        }
        reached
    }

    fn next(&self, node: usize) -> impl Iterator<Item = usize> {
        self.edges.range((node, 0)..=(node, usize::MAX)).map(|((_, to), _)| *to)
    }
}
