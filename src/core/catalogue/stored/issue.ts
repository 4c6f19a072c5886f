import { type Message, readMessage } from '../../../messages/message.ts'
import { jsonOrNull } from '../../json.ts'
import { saidBefore } from '../../stored-message.ts'

/** What is wrong with a file or folder, or odd in it. */
export type Issue = Message

/** An issue as its row holds it: with its parameters as JSON. */
export interface IssueRow {
  code: string
  message: string
}

export function storedIssue({ code, parameters }: Issue): IssueRow {
  return { code, message: JSON.stringify(parameters) }
}

/** What a row says. Up to 0.2.0 rows held sentences; one that is no message of this version is told as it stands. */
export function readIssue({ code, message }: IssueRow): Issue {
  return readMessage({ code, parameters: jsonOrNull(message) }) ?? saidBefore(message)
}
