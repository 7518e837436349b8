import { randomBytes } from 'node:crypto';
import { freshDatabase } from '../../../test/support';
import { assertSecondWall, openSystemDatabase } from './index';

describe('the role that the service connects as', () => {
  it('is refused when walls between accounts do not hold for it, without a word of its password', async () => {
    const base = await freshDatabase();
    const open = (url: string) => openSystemDatabase({ url, name: 'second wall', systemConnections: 1 });
    const role = `passer_${randomBytes(6).toString('hex')}`;
    const passing = new URL(base.url);
    passing.username = role;
    passing.password = randomBytes(16).toString('hex');
    const [owner, superuser, passer] = [open(base.url), open(base.adminUrl), open(passing.href)];
    await superuser.system(`CREATE ROLE ${role} LOGIN BYPASSRLS PASSWORD '${passing.password}'`);
    try {
      await expect(assertSecondWall(owner)).resolves.toBeUndefined();
      for (const refused of [superuser, passer])
        await expect(assertSecondWall(refused)).rejects.toThrow(/^DATABASE_URL names a role[^:@]*$/);
    } finally {
      await passer.close();
      await superuser.system(`DROP ROLE ${role}`);
      await Promise.all([owner.close(), superuser.close()]);
      await base.drop();
    }
  });
});
