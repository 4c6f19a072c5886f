import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import Database from 'better-sqlite3'
import { openForWriting } from '../../../src/core/catalogue/database.ts'
import { WriterLock } from '../../../src/core/catalogue/lock.ts'
import { temporaryFolder } from './synthetic.ts'

const somewhere = () => join(temporaryFolder(), 'c.sqlite')

test('it is held by one at a time, and can be had again once it is released', () => {
  const file = somewhere()
  const lock = new WriterLock(file, 'medoid scan')
  expect(() => new WriterLock(file, 'medoid cluster')).toThrow(
    /c\.sqlite is being written by process \d+ on .* \(medoid scan, since \d{4}-.*Z\)\. Wait until it is done or stop it/
  )
  lock.release()
  lock.release()
  new WriterLock(file, 'medoid cluster').release()
})

test('catalogues do not lock each other', () => {
  const one = new WriterLock(somewhere(), 'test')
  new WriterLock(somewhere(), 'test').release()
  one.release()
})

test('a holder that has not yet said who it is is another process', () => {
  const file = somewhere()
  const lock = new WriterLock(file, 'medoid scan')
  writeFileSync(`${file}-lock.json`, '{"pid":')
  expect(() => new WriterLock(file, 'test')).toThrow('is being written by another process. Wait')
  lock.release()
})

test('closing a catalogue releases it, once and for all', () => {
  const file = somewhere()
  const catalogue = openForWriting(file, 'first')
  expect(() => openForWriting(file, 'second')).toThrow('(first, since')
  catalogue.close()
  catalogue.close()
  openForWriting(file, 'second').close()
  expect(JSON.parse(readFileSync(`${file}-lock.json`, 'utf8'))).toMatchObject({ pid: process.pid, purpose: 'second' })
})

test('a catalogue that could not be opened is not left locked', () => {
  const file = somewhere()
  openForWriting(file, 'test').close()
  const db = new Database(file)
  // The first migration would be applied a second time: it fails in the middle of opening.
  db.pragma('user_version = 0')
  db.close()
  expect(() => openForWriting(file, 'first')).toThrow('already exists')
  new WriterLock(file, 'second').release()
})
