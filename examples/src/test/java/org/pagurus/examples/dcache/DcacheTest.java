package org.pagurus.examples.dcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.relocation.Heap;

/** What each operation does, by one thread. */
class DcacheTest {
    private final Heap heap = Heap.builder().capacity(16 << 20).build();
    private Dcache dcache;

    private void open(Variant variant) {
        dcache = new Dcache(heap, variant);
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(List.of(), DcacheVerifier.verify(dcache, heap));
        dcache.close();
        dcache.close();
        assertThrows(IllegalStateException.class, () -> dcache.inode(path("/")));
        assertEquals(0, heap.stats().liveBytes());
        assertEquals(List.of(), heap.verify());
        heap.close();
    }

    private static PathName path(String path) {
        return PathName.of(path);
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void whatIsMadeIsFound_andWhatIsRemovedIsNot(Variant variant) throws Exception {
        open(variant);
        long a = dcache.mkdir(path("/a"));
        long f = dcache.create(path("/a/f"));
        assertEquals(1, dcache.inode(path("/")));
        assertEquals(a, dcache.inode(path("/a")));
        assertEquals(f, dcache.inode(path("/a/f")));
        assertEquals(0, dcache.fallBacks());
        assertEquals(0, dcache.inode(path("/b")));
        assertEquals(0, dcache.inode(path("/a/f/x")));
        assertEquals(2, dcache.fallBacks());
        assertEquals(List.of("f"), dcache.list(path("/a")));
        dcache.unlink(path("/a/f"));
        assertEquals(0, dcache.inode(path("/a/f")));
        assertEquals(0, dcache.lookup(path("/a/f")));
        assertEquals(2, dcache.fallBacks(), "a negative dentry answers by itself");
        assertEquals(List.of(), dcache.list(path("/a")));
        dcache.rmdir(path("/a"));
        assertEquals(0, dcache.inode(path("/a")));
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void negativeDentries_areUsedAgain_orPruned(Variant variant) throws Exception {
        open(variant);
        dcache.mkdir(path("/a"));
        long dentry = dcache.lookup(path("/a"));
        dcache.dput(dentry);
        dcache.rmdir(path("/a"));
        assertEquals(2, DcacheVerifier.size(dcache));
        long again = dcache.create(path("/a"));
        assertEquals(dentry, dcache.lookup(path("/a")), "the same dentry");
        assertEquals(again, dcache.inode(dentry));
        dcache.dput(dentry);
        dcache.unlink(path("/a"));
        assertEquals(1, dcache.prune());
        assertEquals(1, DcacheVerifier.size(dcache));
        assertEquals(0, dcache.prune());
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void heldDentries_outliveTheirNames(Variant variant) throws Exception {
        open(variant);
        dcache.mkdir(path("/a"));
        long inode = dcache.create(path("/a/f"));
        long file = dcache.lookup(path("/a/f"));
        dcache.unlink(path("/a/f"));
        dcache.rmdir(path("/a"));
        assertEquals(inode, dcache.inode(file));
        assertEquals("/a/f (deleted)", dcache.pathOf(file));
        long parent = dcache.dgetParent(file);
        assertEquals("/a (deleted)", dcache.pathOf(parent));
        long other = dcache.mkdir(path("/a"));
        assertNotEquals(other, dcache.inode(parent));
        dcache.dput(parent);
        long before = heap.stats().liveBytes();
        dcache.dput(dcache.dget(file));
        assertEquals(before, heap.stats().liveBytes());
        dcache.dput(file);
        assertEquals(before - 2 * DentryLayout.LENGTH, heap.stats().liveBytes(), "the file, and with it its directory");
        assertThrows(RuntimeException.class, () -> dcache.dput(file));
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void rename_movesAndReplaces(Variant variant) throws Exception {
        open(variant);
        dcache.mkdir(path("/a"));
        dcache.mkdir(path("/b"));
        long f = dcache.create(path("/a/f"));
        long g = dcache.create(path("/b/g"));
        long held = dcache.lookup(path("/b/g"));
        dcache.rename(path("/a/f"), path("/b/g"));
        assertEquals(f, dcache.inode(path("/b/g")));
        assertEquals(0, dcache.inode(path("/a/f")));
        assertEquals(g, dcache.inode(held));
        assertEquals("/b/g (deleted)", dcache.pathOf(held));
        dcache.dput(held);
        dcache.rename(path("/b"), path("/a/longer-name-than-the-one-before"));
        long moved = dcache.lookup(path("/a/longer-name-than-the-one-before/g"));
        assertEquals("/a/longer-name-than-the-one-before/g", dcache.pathOf(moved));
        dcache.dput(moved);
        dcache.unlink(path("/a/longer-name-than-the-one-before/g"));
        dcache.rename(path("/a/longer-name-than-the-one-before"), path("/a/h"));
        dcache.mkdir(path("/c"));
        dcache.rename(path("/a/h"), path("/c"));
        assertEquals(List.of(), dcache.list(path("/c")));
        dcache.rename(path("/c"), path("/c"));
        long root = dcache.lookup(path("/"));
        assertEquals("/", dcache.pathOf(root));
        assertEquals(root, dcache.dgetParent(root));
        dcache.dput(root);
        dcache.dput(root);
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void whatIsNotAllowed_changesNothing_andSaysWhy(Variant variant) throws Exception {
        open(variant);
        dcache.mkdir(path("/a"));
        dcache.mkdir(path("/a/d"));
        dcache.create(path("/f"));
        assertThrows(FileAlreadyExistsException.class, () -> dcache.create(path("/a")));
        assertThrows(FileAlreadyExistsException.class, () -> dcache.mkdir(path("/")));
        assertThrows(NoSuchFileException.class, () -> dcache.create(path("/x/y")));
        assertThrows(NotDirectoryException.class, () -> dcache.create(path("/f/y")));
        assertThrows(NotDirectoryException.class, () -> dcache.rmdir(path("/f")));
        assertThrows(DirectoryNotEmptyException.class, () -> dcache.rmdir(path("/a")));
        assertThrows(NoSuchFileException.class, () -> dcache.unlink(path("/x")));
        assertThrows(FileSystemException.class, () -> dcache.unlink(path("/a")));
        assertThrows(FileSystemException.class, () -> dcache.rmdir(path("/")));
        assertThrows(FileSystemException.class, () -> dcache.rename(path("/a"), path("/a/d/e")));
        assertThrows(FileSystemException.class, () -> dcache.rename(path("/"), path("/b")));
        assertThrows(DirectoryNotEmptyException.class, () -> dcache.rename(path("/a/d"), path("/a")));
        assertThrows(NotDirectoryException.class, () -> dcache.rename(path("/a"), path("/f")));
        assertThrows(FileSystemException.class, () -> dcache.rename(path("/f"), path("/a")));
        assertEquals(4, DcacheVerifier.size(dcache));
        heap.session().enter();
        try {
            String refusal = assertThrows(IllegalStateException.class, () -> dcache.mkdir(path("/b"))).getMessage();
            assertTrue(refusal.contains("inside a section"), refusal);
        } finally {
            heap.session().exit();
        }
        for (String wrong : new String[] {"", "a", "//", "/a/", "/a//b", "/.", "/a/..", "/" + "x".repeat(57)}) {
            assertThrows(IllegalArgumentException.class, () -> path(wrong), wrong);
        }
        assertEquals("/a/" + "x".repeat(56), path("/a/" + "x".repeat(56)).toString());
    }
}
