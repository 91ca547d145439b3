// Checks a log that was written by other code, with the packages behind Go's checksum database: that the note is
// signed, that the stored tiles lead to the signed root, and that every proof holds and is the one Go would have made.
//
//	check verify FOLDER   prints how many statements held; exit status 1 with the first that did not
//	check sign NAME TEXT  prints a verifier key, and on the next lines the text as a note signed with it
package main

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

var held int

func main() {
	log.SetFlags(0)
	switch {
	case len(os.Args) == 3 && os.Args[1] == "verify":
		verify(os.Args[2])
		fmt.Println(held)
	case len(os.Args) == 4 && os.Args[1] == "sign":
		sign(os.Args[2], os.Args[3])
	default:
		log.Fatal("check verify FOLDER, or check sign NAME TEXT")
	}
}

func sign(name, text string) {
	secret, public, err := note.GenerateKey(rand.Reader, name)
	must(err)
	signer, err := note.NewSigner(secret)
	must(err)
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	must(err)
	fmt.Printf("%s\n%s", public, signed)
}

func verify(folder string) {
	verifier, err := note.NewVerifier(strings.TrimSpace(read(folder, "vkey")))
	must(err)
	root := make(map[int64]tlog.Hash)
	for _, size := range strings.Fields(read(folder, "sizes")) {
		tree := open(folder, size, verifier)
		root[tree.N] = tree.Hash
		checkProofs(folder, size, tree, root)
	}
	for _, line := range lines(read(folder, "paths")) {
		checkPath(line)
	}
}

func open(folder, size string, verifier note.Verifier) tlog.Tree {
	signed, err := note.Open([]byte(read(folder, "checkpoint-"+size)), note.VerifierList(verifier))
	must(err)
	text := strings.Split(signed.Text, "\n")
	n, err := strconv.ParseInt(text[1], 10, 64)
	must(err)
	hold(len(text) == 4 && text[0] == verifier.Name() && text[1] == size, "text of the checkpoint of "+size)
	return tlog.Tree{N: n, Hash: parseHash(text[2])}
}

// checkProofs reads lines "record INDEX DATA HASH...", "tree FROM HASH...".
func checkProofs(folder, size string, tree tlog.Tree, root map[int64]tlog.Hash) {
	hashes := tlog.TileHashReader(tree, tileFolder(folder))
	again, err := tlog.TreeHash(tree.N, hashes)
	must(err)
	hold(again == tree.Hash, "root from the tiles of "+size)
	for _, line := range lines(read(folder, "proofs-"+size)) {
		words := strings.Fields(line)
		number, err := strconv.ParseInt(words[1], 10, 64)
		must(err)
		switch words[0] {
		case "record":
			data, err := base64.StdEncoding.DecodeString(words[2])
			must(err)
			proof := tlog.RecordProof(parseHashes(words[3:]))
			hold(tlog.CheckRecord(proof, tree.N, tree.Hash, number, tlog.RecordHash(data)) == nil, "proof: "+line)
			expected, err := tlog.ProveRecord(tree.N, number, hashes)
			must(err)
			hold(equal(proof, expected), "proof as Go makes it: "+line)
		case "tree":
			proof := tlog.TreeProof(parseHashes(words[2:]))
			hold(tlog.CheckTree(proof, tree.N, tree.Hash, number, root[number]) == nil, "proof: "+line)
			expected, err := tlog.ProveTree(tree.N, number, hashes)
			must(err)
			hold(equal(proof, expected), "proof as Go makes it: "+line)
		default:
			log.Fatal("unknown line: " + line)
		}
	}
}

// checkPath reads lines "LEVEL INDEX WIDTH PATH"; Go calls level -1 "data" and puts the height first.
func checkPath(line string) {
	words := strings.Fields(line)
	tile := tlog.Tile{H: height}
	var err error
	tile.L, err = strconv.Atoi(words[0])
	must(err)
	tile.N, err = strconv.ParseInt(words[1], 10, 64)
	must(err)
	tile.W, err = strconv.Atoi(words[2])
	must(err)
	hold(path(tile) == words[3], "path "+line+" is "+path(tile)+" in Go")
}

func path(tile tlog.Tile) string {
	path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}

type tileFolder string

func (folder tileFolder) Height() int { return height }

func (folder tileFolder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		full := tile
		full.W = 1 << height
		data, err := os.ReadFile(filepath.Join(string(folder), path(full)))
		if err != nil {
			data, err = os.ReadFile(filepath.Join(string(folder), path(tile)))
		}
		if err != nil {
			return nil, err
		}
		all = append(all, data[:tile.W*tlog.HashSize])
	}
	return all, nil
}

func (folder tileFolder) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

func equal(a, b []tlog.Hash) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func parseHashes(words []string) []tlog.Hash {
	var hashes []tlog.Hash
	for _, word := range words {
		hashes = append(hashes, parseHash(word))
	}
	return hashes
}

func parseHash(text string) tlog.Hash {
	hash, err := tlog.ParseHash(text)
	must(err)
	return hash
}

func read(folder, name string) string {
	data, err := os.ReadFile(filepath.Join(folder, name))
	must(err)
	return string(data)
}

func lines(text string) []string {
	var all []string
	scanner := bufio.NewScanner(bytes.NewBufferString(text))
	for scanner.Scan() {
		all = append(all, scanner.Text())
	}
	must(scanner.Err())
	return all
}

func hold(condition bool, what string) {
	if !condition {
		log.Fatal("does not hold: " + what)
	}
	held++
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
