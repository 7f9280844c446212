"""The structure tree of a tagged PDF (ISO 32000-1, 14.7 and 14.8; ISO 14289-1)."""

from __future__ import annotations

from copydesk.exporters.pdf._file import File, Own, Raw

_KEYS_A_LEAF = 64


class Element(Own):
    """A structure element. Its kids are added as they are drawn."""

    def __init__(self, tag: bytes, parent: int, entries: bytes) -> None:
        self.tag = tag
        self.number = 0
        self.annotation = b""
        """What all annotations of the element say: the same, line by line."""
        self._parent = parent
        self._entries = entries
        self._page = 0
        self._kids: list[bytes] = []

    def add_content(self, page: int, content: int) -> None:
        """Marked content `content` of the page object `page` belongs to the element."""
        if not self._page:
            self._page = page
        if page == self._page:
            self._kids.append(b"%d" % content)
        else:
            self._kids.append(b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (page, content))

    def add_object(self, page: int, obj: int) -> None:
        """An annotation of the page object `page` belongs to the element."""
        self._kids.append(b"<</Type/OBJR/Pg %d 0 R/Obj %d 0 R>>" % (page, obj))

    def add_element(self, number: int) -> None:
        """An element below this one, by its object number."""
        self._kids.append(b"%d 0 R" % number)

    def format(self, document: object) -> bytes:
        """The element as it stands in the file."""
        page = b"/Pg %d 0 R" % self._page if self._page else b""
        kids = self._kids[0] if len(self._kids) == 1 else b"[%s]" % b" ".join(self._kids)
        return b"<</S/%s/P %d 0 R%s%s/K %s>>" % (
            self.tag,
            self._parent,
            page,
            self._entries,
            kids or b"[]",
        )


class Structure:
    """Builds the structure tree and the parent tree of a file."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._root = Raw()
        self._root_number = file.add(self._root)
        self._parents: list[bytes] = []
        self._page_parents: list[bytes] = []
        self._page = 0
        self._notes = 0
        self.document = Element(b"Document", self._root_number, b"")
        self.document.number = file.add(self.document)

    def element(self, tag: bytes, parent: Element, entries: bytes = b"") -> Element:
        """A new element, the last so far below `parent`."""
        if tag == b"Note":  # ISO 14289-1, 7.9: notes have unique identifiers
            self._notes += 1
            entries += b"/ID(note-%d)" % self._notes
        made = Element(tag, parent.number, entries)
        made.number = self._file.add(made)
        parent.add_element(made.number)
        return made

    def begin_page(self, page: int) -> int:
        """Start the page object `page`; returns its key in the parent tree."""
        self._page = page
        self._page_parents = []
        self._parents.append(b"")
        return len(self._parents) - 1

    def end_page(self, key: int) -> None:
        """Note which elements the marked content of the page belongs to."""
        self._parents[key] = b"[%s]" % b" ".join(self._page_parents)

    def mark(self, element: Element) -> int:
        """The number of a new piece of marked content on this page that is `element`'s."""
        content = len(self._page_parents)
        self._page_parents.append(b"%d 0 R" % element.number)
        element.add_content(self._page, content)
        return content

    def annotation_key(self, element: Element) -> int:
        """A key in the parent tree for an annotation that is `element`'s."""
        self._parents.append(b"%d 0 R" % element.number)
        return len(self._parents) - 1

    def finish(self) -> int:
        """Write the root; returns its number."""
        leaves: list[tuple[int, int, bytes]] = []
        for first in range(0, len(self._parents), _KEYS_A_LEAF):
            group = self._parents[first : first + _KEYS_A_LEAF]
            nums = b" ".join(b"%d %s" % pair for pair in enumerate(group, first))
            leaves.append((first, first + len(group) - 1, nums))
        if len(leaves) == 1:
            tree = b"<</Nums[%s]>>" % leaves[0][2]
        else:
            kids = [self._file.add(Raw(b"<</Limits[%d %d]/Nums[%s]>>" % leaf)) for leaf in leaves]
            tree = b"<</Kids[%s]>>" % b" ".join(b"%d 0 R" % kid for kid in kids)
        parent_tree = self._file.add(Raw(tree))
        self._root.data = (
            b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d"
            b"/RoleMap<</Aside/Div>>>>"
        ) % (self.document.number, parent_tree, len(self._parents))
        return self._root_number
