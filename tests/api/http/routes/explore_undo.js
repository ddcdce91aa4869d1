// Takes random steps, then undoes and redoes them all; the first thing that is not as it was, in words, or nothing.
async ([begin, steps]) => {
  const { applied, asText } = await import('/static/explore/state.js');
  const { done, opened, redone, undone } = await import('/static/explore/history.js');
  const { seen } = await import('/static/explore/seen.js');
  let history = opened(explorer.state()), fresh = 0;
  const first = asText(history.present), texts = [first];
  for (const [name, one, other] of steps) {
    const state = history.present, ids = [...state.nodes.keys()], id = ids[one % ids.length], more = ids[other % ids.length];
    const node = { ...state.nodes.get(id), id: `new:${fresh}`, x: one, y: other };
    const link = { id: `link:${fresh++}`, source: id, target: node.id, kind: 'HAS_PHONE', words: '', count: 1, months: [] };
    const command = {
      hide: { type: 'hide', ids: [id] }, hideOthers: { type: 'hideOthers', ids: [id, more] }, show: { type: 'show' },
      pin: { type: 'pin', ids: [id, more], on: true }, unpin: { type: 'pin', ids: [id], on: false },
      move: { type: 'move', places: [[id, [one, other]]] },
      group: { type: 'group', by: 'hand', groups: [{ label: String(one % 3), members: [id, more] }] },
      open: { type: 'open', id: state.groups.length ? state.groups[one % state.groups.length].id : 'none' },
      filter: { type: 'filter', change: { types: one % 2 ? [state.nodes.get(id).type] : [] } },
      month: { type: 'filter', change: { from: `2024-0${1 + one % 6}` } },
      size: { type: 'size', by: one % 2 ? 'records' : 'seizures' }, note: { type: 'note', text: String(one) },
      mark: { type: 'mark', path: one % 2 ? { nodes: [id, more], words: '' } : null },
      add: { type: 'add', nodes: [node], links: [link], of: id, key: '', words: '' },
      collapse: { type: 'collapse', of: state.expansions.length ? state.expansions[one % state.expansions.length].of : id },
      asNodes: { type: 'asNodes', nodes: [node], links: [link] }, asLinks: { type: 'asLinks' },
    }[name];
    history = done(history, command, name);
    const { nodes, links } = seen(history.present);
    for (const each of links.values()) if (!nodes.has(each.source) || !nodes.has(each.target)) return 'a link without an end';
    for (const place of history.present.nodes.keys()) if (!history.present.places.has(place)) return 'a node without a place';
    if (texts.length < history.past.length + 1) texts.push(asText(history.present));
    else if (applied(state, command) !== state) return 'a step that is not kept';
  }
  for (let at = texts.length - 2; at >= 0; at--) {
    history = undone(history);
    if (asText(history.present) !== texts[at]) return `step ${at} is not as it was`;
  }
  if (undone(history).present !== history.present || asText(history.present) !== first) return 'undone too far';
  for (let at = 1; at < texts.length; at++) {
    history = redone(history);
    if (asText(history.present) !== texts[at]) return `step ${at} was not done again`;
  }
  return redone(history).present === history.present ? '' : 'redone too far';
}
