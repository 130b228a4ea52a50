// Reads a Mingjing log with nothing but golang.org/x/mod: note opens the checkpoint, tlog reads the tiles, and both
// check inclusion and consistency proofs. Usage: main DIR VKEY OLD-CHECKPOINT INDEX…
package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type tiles struct{ dir string }

func (t tiles) Height() int                             { return height }
func (t tiles) SaveTiles(_ []tlog.Tile, _ [][]byte)     {}
func (t tiles) ReadTiles(all []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range all {
		// x/mod puts the height into the path, c2sp.org/tlog-tiles does not
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
		data, err := os.ReadFile(filepath.Join(t.dir, path))
		if err != nil {
			return nil, err
		}
		read = append(read, data)
	}
	return read, nil
}

func main() {
	dir, vkey := os.Args[1], os.Args[2]
	now, before := checkpoint(filepath.Join(dir, "checkpoint"), vkey), checkpoint(os.Args[3], vkey)
	reader := tlog.TileHashReader(now, tiles{dir})
	for _, arg := range os.Args[4:] {
		index, err := strconv.ParseInt(arg, 10, 64)
		must(err)
		proof, err := tlog.ProveRecord(now.N, index, reader)
		must(err)
		must(tlog.CheckRecord(proof, now.N, now.Hash, index, tlog.RecordHash(leaf(dir, now.N, index))))
	}
	if before.N < now.N {
		proof, err := tlog.ProveTree(now.N, before.N, reader)
		must(err)
		must(tlog.CheckTree(proof, now.N, now.Hash, before.N, before.Hash))
	}
	fmt.Printf("%d %s\n", now.N, now.Hash)
}

func checkpoint(path, vkey string) tlog.Tree {
	raw, err := os.ReadFile(path)
	must(err)
	verifier, err := note.NewVerifier(vkey)
	must(err)
	opened, err := note.Open(raw, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	hash, err := tlog.ParseHash(lines[2])
	must(err)
	return tlog.Tree{N: size, Hash: hash}
}

func leaf(dir string, size, index int64) []byte {
	tile := tlog.Tile{H: height, L: 0, N: index / 256, W: 256}
	if rest := size - tile.N*256; rest < 256 {
		tile.W = int(rest)
	}
	path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/0/", height), "tile/entries/", 1)
	bundle, err := os.ReadFile(filepath.Join(dir, path))
	must(err)
	for skip := index % 256; skip > 0; skip-- {
		bundle = bundle[2+binary.BigEndian.Uint16(bundle):]
	}
	return bundle[2 : 2+binary.BigEndian.Uint16(bundle)]
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
